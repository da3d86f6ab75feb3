namespace LogGuard.Parsing;

/// <summary>What else is known of a token.</summary>
[Flags]
internal enum TokenTraits
{
    None = 0,

    /// <summary>It holds a variable, or a digit where variables are not looked for.</summary>
    Variable = 1,

    /// <summary>It is nothing but variables and punctuation: no evidence of which event it belongs to.</summary>
    Pure = 2,

    /// <summary>It may be an element of a list: one variable, and no more than a comma after it.</summary>
    Item = 4,

    /// <summary>It stands for a row of such elements.</summary>
    List = 8,

    /// <summary>It stands for all that followed the last token that was looked at.</summary>
    Rest = 16,

    /// <summary>It stands for a date in words and numbers.</summary>
    Date = 32,
}
