namespace LogGuard.Keys;

/// <summary>What a text has changed about the groups of texts.</summary>
internal enum TextGroupChange
{
    /// <summary>Nothing, or a group was made for it.</summary>
    None,

    /// <summary>The template of its group is another one now.</summary>
    Template,

    /// <summary>Groups were merged: ids given before may stand for others now.</summary>
    Merged,
}
