namespace LogGuard.Parsing;

/// <summary>The comparison of a template's token with a line's token.</summary>
internal enum TokenKind : byte
{
    /// <summary>The same text apart from its variables.</summary>
    Literal,

    /// <summary>The same name before the equals sign.</summary>
    Key,

    /// <summary>Any token.</summary>
    Any,
}

/// <summary>One token of a template's pattern. Immutable.</summary>
/// <param name="Kind">The comparison.</param>
/// <param name="Hash">The hash that a line's token must have, in a literal one.</param>
/// <param name="KeyHash">
/// The hash of the name that a line's token must have, in one compared by name; otherwise that of its own name.
/// </param>
/// <param name="Traits">Those of the token that it was made from; none in a general one.</param>
/// <param name="Text">Its text with a marker for each variable; the name in one compared by name; empty in a general one.</param>
/// <param name="Types">The types of its variables, in order.</param>
internal readonly record struct PatternToken(TokenKind Kind, ulong Hash, ulong KeyHash, TokenTraits Traits, TokenText Text, ParameterType[] Types)
{
    private static readonly ParameterType[] Word = [ParameterType.Word];

    // Read once: each comparison asks for it.
    private readonly bool _isWord = Kind == TokenKind.Literal && WordText.IsWord(KeyHash == 0 ? Text.Span : Text.Span[(Text.Span.IndexOf('=') + 1)..]);

    /// <summary>The hash of a token that any token fits.</summary>
    public const ulong AnyHash = 0;

    /// <summary>The hash of a token that is compared by name.</summary>
    public const ulong NoHash = 1;

    public static PatternToken Any { get; } = new(TokenKind.Any, AnyHash, 0, TokenTraits.None, new TokenText(""), Word);

    /// <summary>Whether its text identifies the event.</summary>
    public bool IsEvidence => Kind != TokenKind.Any && (Traits & TokenTraits.Pure) == 0;

    /// <summary>Whether it is a word of letters, or a name whose value is one.</summary>
    public bool IsWord => _isWord && Kind == TokenKind.Literal;

    /// <summary>Whether it is a variable, without letters that would identify the event.</summary>
    public bool IsValue => Kind == TokenKind.Literal && Types.Length > 0 && (Traits & TokenTraits.Pure) != 0;

    /// <summary>Whether it is a list in square brackets.</summary>
    public bool IsListInBrackets => IsValue && Text.Span is ['[', VariableScanner.Marker, ..];

    public bool Covers(in LineToken token) => Kind switch
    {
        TokenKind.Literal => token.Hash == Hash,
        TokenKind.Key => token.KeyHash == KeyHash,
        _ => true,
    };

    /// <summary>Whether any token fits both.</summary>
    public bool Overlaps(in PatternToken other) => (Kind, other.Kind) switch
    {
        (TokenKind.Any, _) or (_, TokenKind.Any) => true,
        (TokenKind.Literal, TokenKind.Literal) => Hash == other.Hash,
        _ => KeyHash == other.KeyHash,
    };

    /// <summary>Whether every token that fits the other one fits this one.</summary>
    public bool Contains(in PatternToken other) => (Kind, other.Kind) switch
    {
        (TokenKind.Any, _) => true,
        (TokenKind.Literal, TokenKind.Literal) => Hash == other.Hash,
        (TokenKind.Key, not TokenKind.Any) => KeyHash == other.KeyHash,
        _ => false,
    };

    /// <summary>The narrowest token that covers both.</summary>
    public PatternToken Join(in PatternToken other)
    {
        if (Contains(other))
        {
            return this;
        }

        if (other.Contains(this))
        {
            return other;
        }

        if (KeyHash == 0 || KeyHash != other.KeyHash)
        {
            return Any;
        }

        return new PatternToken(TokenKind.Key, NoHash, KeyHash, TokenTraits.None, new TokenText(Text.Span[..(Text.Span.IndexOf('=') + 1)].ToString()), Word);
    }
}
