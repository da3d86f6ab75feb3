namespace LogGuard.Parsing;

/// <summary>Further properties of a token.</summary>
[Flags]
internal enum TokenTraits
{
    None = 0,

    /// <summary>It contains a variable, or a digit if variables are not looked for.</summary>
    Variable = 1,

    /// <summary>It consists of variables and punctuation: it does not identify an event.</summary>
    Pure = 2,

    /// <summary>It may be an element of a list: one variable, optionally with a comma after it.</summary>
    Item = 4,

    /// <summary>It stands for a list of such elements.</summary>
    List = 8,

    /// <summary>It stands for the rest of the line after the last token with room.</summary>
    Rest = 16,

    /// <summary>It begins with the value of a name before it.</summary>
    Value = 32,

    /// <summary>It begins with the quote of a message, whose words identify the event.</summary>
    Text = 512,

    /// <summary>It begins the line.</summary>
    First = 64,

    /// <summary>It is a number and the unit after it.</summary>
    Unit = 128,

    /// <summary>It is a list of words after commas, which are compared as they are.</summary>
    Words = 256,

    /// <summary>It contains a name between two texts of a script without blanks, see <see cref="LearntValues"/>.</summary>
    Glued = 1024,
}
