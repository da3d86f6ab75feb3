using System.Text.Json.Serialization;

namespace LogGuard.Parsing;

/// <summary>All that a miner knows, as it is saved. Hashes are saved since a token's text is cut where it is long.</summary>
internal sealed record MinerState
{
    /// <summary>The format that this version writes; a higher one comes from a newer version.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>What lines are turned into depends on these, so they must be the same when it is loaded.</summary>
    public required MaskMode MaskMode { get; init; }

    public required MinerStateMask[] CustomMasks { get; init; }

    public required int MaxTokens { get; init; }

    public required int MaxLineLength { get; init; }

    public required int TreeDepth { get; init; }

    public required int LastId { get; init; }

    /// <summary>How often the miner was frozen.</summary>
    public required int Layer { get; init; }

    public required long Forgotten { get; init; }

    public required long Overflow { get; init; }

    /// <summary>The one not used for the longest first.</summary>
    public required MinerStateTemplate[] Templates { get; init; }
}

/// <summary>A user's mask.</summary>
internal sealed record MinerStateMask(string Name, string Pattern);

/// <summary>A template.</summary>
internal sealed record MinerStateTemplate
{
    public required int Id { get; init; }

    public string? Name { get; init; }

    public required string Example { get; init; }

    public required long Count { get; init; }

    public required bool IsSettled { get; init; }

    public required bool IsFixed { get; init; }

    public required int[] Aliases { get; init; }

    public required MinerStatePattern[] Patterns { get; init; }

    /// <summary>Index of the variable that divides it; null where it is not divided.</summary>
    public int? SplitParameter { get; init; }

    public MinerStatePart[]? Parts { get; init; }
}

/// <summary>A value that divides a template, and the id of its lines.</summary>
internal sealed record MinerStatePart(string Value, int Id);

/// <summary>One form of a template.</summary>
/// <param name="Edges">Which of its first tokens are branches of their own in the tree, a bit each.</param>
/// <param name="Layer">How often the miner had been frozen when it was made.</param>
/// <param name="Tokens">Its tokens.</param>
internal sealed record MinerStatePattern(int Edges, int Layer, MinerStateToken[] Tokens);

/// <summary>One token.</summary>
internal sealed record MinerStateToken(TokenKind Kind, ulong Hash, ulong KeyHash, TokenTraits Traits, string Text, ParameterType[] Types);

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MinerState))]
internal sealed partial class MinerStateJson : JsonSerializerContext;
