namespace LogGuard.Parsing;

/// <summary>A token of a line: its place and its hashes, without its variables.</summary>
internal struct LineToken
{
    /// <summary>Hash of its text with every variable replaced by one symbol.</summary>
    public ulong Hash;

    /// <summary>Hash of its beginning up to the equals sign; 0 if it is not a pair of name and value.</summary>
    public ulong KeyHash;

    public int Start;

    public int Length;

    /// <summary>Length of its beginning, including the equals sign.</summary>
    public int KeyLength;

    public TokenTraits Traits;

    /// <summary>Length of the text before a name that is glued to it.</summary>
    public readonly int BeforeName => KeyLength & byte.MaxValue;

    /// <summary>Length of the text after it.</summary>
    public readonly int AfterName => KeyLength >> 8;

    /// <summary>Sets the texts around a name, at most 255 characters each. The token has no equals sign.</summary>
    public void SetEnds(int before, int after) => KeyLength = before | (after << 8);
}
