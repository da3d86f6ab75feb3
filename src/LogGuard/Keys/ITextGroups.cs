namespace LogGuard.Keys;

/// <summary>
/// Groups similar texts, such as those that one line of code builds with string interpolation. For one thread. The same texts
/// in the same order must give the same groups, because they are added again after a restart.
/// </summary>
internal interface ITextGroups
{
    /// <summary>The group of a text, a new one if necessary.</summary>
    /// <param name="text">A template.</param>
    /// <param name="change">Changes of other groups.</param>
    /// <returns>An id from 1; 0 if there is no room for another group.</returns>
    int GroupOf(string text, out TextGroupChange change);

    /// <summary>Settles all groups: later texts do not change them, and form groups of their own if they do not fit.</summary>
    void Settle();

    /// <summary>The present id of an id; 0 if the group was forgotten.</summary>
    int Resolve(int group);

    /// <summary>Adds the groups that were merged into others since the last call. The first call begins to note them.</summary>
    void TakeMerged(List<int> groups);

    /// <summary>The common text of a group, with a mark for each difference.</summary>
    string TemplateOf(int group);
}
