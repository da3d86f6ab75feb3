namespace LogGuard.Parsing;

/// <summary>The variables that a miner recognizes by their form.</summary>
internal enum MaskMode
{
    /// <summary>None: tokens are compared as they are.</summary>
    None,

    /// <summary>Those marked by a user's masks.</summary>
    Custom,

    /// <summary>Those marked by a user's masks, and all that the scanner finds.</summary>
    All,
}
