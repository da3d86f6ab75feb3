using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Groups texts by their mined template. Only the reader uses it.</summary>
internal sealed class MinedTextGroups : ITextGroups
{
    private readonly TemplateMiner _miner = new();

    public int GroupOf(string text, out TextGroupChange change)
    {
        // Settled groups are as they were when the model was trained.
        var result = _miner.LearnNew(TextShape.PrefixOf(text) + TextShape.Of(text));
        change = result.Change switch
        {
            TemplateChange.Generalised => TextGroupChange.Template,
            TemplateChange.Merged => TextGroupChange.Merged,
            _ => TextGroupChange.None,
        };
        return result.Id;
    }

    public int Resolve(int group) => _miner.Resolve(group);

    public void TakeMerged(List<int> groups) => _miner.TakeMerged(groups);

    public void Settle() => _miner.Freeze();

    public string TemplateOf(int group) => TextShape.WithoutPrefix(_miner.Get(group).Text);
}
