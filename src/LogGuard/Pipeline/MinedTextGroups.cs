using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Groups texts by their mined template. Only the reader uses it.</summary>
internal sealed class MinedTextGroups : ITextGroups
{
    private readonly TemplateMiner _miner = new();

    public int GroupOf(string text, out TextGroupChange change)
    {
        var result = _miner.Learn(text);
        change = result.Change switch
        {
            TemplateChange.Generalised => TextGroupChange.Template,
            TemplateChange.Merged => TextGroupChange.Merged,
            _ => TextGroupChange.None,
        };
        return result.Id;
    }

    public int Resolve(int group) => _miner.Resolve(group);

    public string TemplateOf(int group) => _miner.Get(group).Text;
}
