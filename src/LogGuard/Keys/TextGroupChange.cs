namespace LogGuard.Keys;

/// <summary>The effect of a text on the groups of texts.</summary>
internal enum TextGroupChange
{
    /// <summary>None, or a new group.</summary>
    None,

    /// <summary>The template of its group has changed.</summary>
    Template,

    /// <summary>Groups were merged: earlier ids may have changed.</summary>
    Merged,
}
