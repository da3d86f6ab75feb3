namespace LogGuard.Parsing;

/// <summary>Kinds of characters that <see cref="VariableScanner"/> tells apart.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Ends a variable.</summary>
    Other,

    Digit,

    HexLetter,

    /// <summary>A letter that is no hexadecimal digit.</summary>
    Letter,

    /// <summary>May begin a path.</summary>
    Slash,

    /// <summary>May join two numbers to one variable.</summary>
    Joiner,

    /// <summary>Stands for a custom mask.</summary>
    Mask,
}
