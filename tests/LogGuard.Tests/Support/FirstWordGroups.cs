using LogGuard.Keys;

namespace LogGuard.Tests.Support;

/// <summary>Takes texts for alike whose first word is the same. Groups can be merged by hand.</summary>
internal sealed class FirstWordGroups : ITextGroups
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<int, int> _merged = [];
    private readonly Dictionary<int, string> _templates = [];
    private readonly List<int> _untaken = [];
    private bool _tellsMerge;
    private bool _tellsTemplate;

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether there is no room for groups.</summary>
    public bool IsFull { get; init; }

    public int GroupOf(string text, out TextGroupChange change)
    {
        Asked++;
        change = _tellsMerge ? TextGroupChange.Merged : _tellsTemplate ? TextGroupChange.Template : TextGroupChange.None;
        (_tellsMerge, _tellsTemplate) = (false, false);
        if (IsFull)
        {
            return 0;
        }

        var word = text.Split(' ')[0];
        if (!_ids.TryGetValue(word, out var id))
        {
            id = _ids.Count + 1;
            _ids.Add(word, id);
        }

        return Resolve(id);
    }

    /// <summary>How often it was settled.</summary>
    public int Settled { get; private set; }

    public void Settle() => Settled++;

    public void TakeMerged(List<int> groups)
    {
        groups.AddRange(_untaken);
        _untaken.Clear();
    }

    public int Resolve(int group) => _merged.GetValueOrDefault(group, group);

    public string TemplateOf(int group) => _templates.GetValueOrDefault(group) ?? _ids.Single(entry => entry.Value == group).Key + " <*>";

    /// <summary>Gives the group of a word another template; told of with the next text.</summary>
    public void Generalise(string word, string template)
    {
        _templates[_ids[word]] = template;
        _tellsTemplate = true;
    }

    /// <summary>Merges the groups of two words; told of with the next text.</summary>
    public void Merge(string from, string to)
    {
        _merged[_ids[from]] = _ids[to];
        _untaken.Add(_ids[from]);
        _tellsMerge = true;
    }
}
