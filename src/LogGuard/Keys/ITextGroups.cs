namespace LogGuard.Keys;

/// <summary>
/// Says which texts are alike, as those are that one line of code builds with string interpolation. Used by one thread.
/// The same texts in the same order must give the same groups: they are shown again after a restart.
/// </summary>
internal interface ITextGroups
{
    /// <summary>The group of a text, which is made where there is none.</summary>
    /// <param name="text">A template without holes.</param>
    /// <param name="change">What else has changed.</param>
    /// <returns>An id from 1; 0 where there is no room for another group.</returns>
    int GroupOf(string text, out TextGroupChange change);

    /// <summary>The id that answers for an id now; 0 where the group was forgotten.</summary>
    int Resolve(int group);

    /// <summary>What the texts of a group have in common, with a mark for what differs.</summary>
    string TemplateOf(int group);
}
