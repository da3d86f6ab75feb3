namespace LogGuard.Parsing;

/// <summary>A token of a line: where it stands and what it is, less its variables.</summary>
internal struct LineToken
{
    /// <summary>Hash of its text with every variable replaced by one symbol.</summary>
    public ulong Hash;

    /// <summary>Hash of its beginning up to the equals sign; 0 where it is no pair of name and value.</summary>
    public ulong KeyHash;

    public int Start;

    public int Length;

    /// <summary>Length of its beginning up to and with the equals sign.</summary>
    public int KeyLength;

    public TokenTraits Traits;
}
