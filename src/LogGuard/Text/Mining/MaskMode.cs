namespace LogGuard.Parsing;

/// <summary>Which variables a miner knows at sight.</summary>
internal enum MaskMode
{
    /// <summary>None: tokens are compared as they are.</summary>
    None,

    /// <summary>Those that a user's masks have marked.</summary>
    Custom,

    /// <summary>Those, and whatever the scanner finds.</summary>
    All,
}
