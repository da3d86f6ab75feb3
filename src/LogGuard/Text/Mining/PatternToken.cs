namespace LogGuard.Parsing;

/// <summary>How a token of a template is compared.</summary>
internal enum TokenKind
{
    /// <summary>The same text, less its variables.</summary>
    Literal,

    /// <summary>The same name before the equals sign.</summary>
    Key,

    /// <summary>Any token.</summary>
    Any,
}

/// <summary>One token of a template's pattern. Immutable.</summary>
/// <param name="Kind">How it is compared.</param>
/// <param name="Hash">The hash that a line's token must have, where literal.</param>
/// <param name="KeyHash">The key that a line's token must have, where a key; else its own key.</param>
/// <param name="Traits">Of the token that it was made from; none where it is general.</param>
/// <param name="Text">Its text with a marker for each variable; the key where it is one; else empty.</param>
/// <param name="Types">What its variables look like, in order.</param>
internal readonly record struct PatternToken(TokenKind Kind, ulong Hash, ulong KeyHash, TokenTraits Traits, string Text, ParameterType[] Types)
{
    private static readonly ParameterType[] Word = [ParameterType.Word];

    /// <summary>In place of a hash where any token fits.</summary>
    public const ulong AnyHash = 0;

    /// <summary>In place of a hash where the key is compared.</summary>
    public const ulong NoHash = 1;

    public static PatternToken Any { get; } = new(TokenKind.Any, AnyHash, 0, TokenTraits.None, "", Word);

    /// <summary>True for text that says which event it is.</summary>
    public bool IsEvidence => Kind != TokenKind.Any && (Traits & TokenTraits.Pure) == 0;

    /// <summary>True for a word of letters, or a name whose value is one.</summary>
    public bool IsWord => Kind == TokenKind.Literal && WordText.IsWord(KeyHash == 0 ? Text : Text.AsSpan(Text.IndexOf('=') + 1));

    public bool Covers(in LineToken token) => Kind switch
    {
        TokenKind.Literal => token.Hash == Hash,
        TokenKind.Key => token.KeyHash == KeyHash,
        _ => true,
    };

    /// <summary>Whether there is a token that both cover.</summary>
    public bool Overlaps(in PatternToken other) => (Kind, other.Kind) switch
    {
        (TokenKind.Any, _) or (_, TokenKind.Any) => true,
        (TokenKind.Literal, TokenKind.Literal) => Hash == other.Hash,
        _ => KeyHash == other.KeyHash,
    };

    /// <summary>Whether it covers all that the other covers.</summary>
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

        return new PatternToken(TokenKind.Key, NoHash, KeyHash, TokenTraits.None, Text[..(Text.IndexOf('=') + 1)], Word);
    }
}
