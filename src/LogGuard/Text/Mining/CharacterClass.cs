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

    /// <summary>A letter of a script that does not write its numbers into words.</summary>
    Script,

    /// <summary>May open quoted text.</summary>
    Quote,

    /// <summary>May open a list or an object.</summary>
    Bracket,

    /// <summary>May follow a name.</summary>
    Equals,
}
