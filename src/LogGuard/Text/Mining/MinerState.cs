using System.Text.Json.Serialization;

namespace LogGuard.Parsing;

/// <summary>The saved state of a miner. It contains hashes, because the texts of long tokens are cut.</summary>
internal sealed record MinerState
{
    /// <summary>The format that this version writes; a higher one comes from a newer version.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>
    /// The masks of the miner that saves. The tokens of a line depend on them, so the miner that loads must have the same.
    /// </summary>
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

    /// <summary>The least recently used first.</summary>
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

    /// <summary>Index of the variable that splits it; null if it is not split.</summary>
    public int? SplitParameter { get; init; }

    public MinerStatePart[]? Parts { get; init; }
}

/// <summary>A value that splits a template, and the id of its lines.</summary>
internal sealed record MinerStatePart(string Value, int Id);

/// <summary>One form of a template.</summary>
/// <param name="Edges">A bit for each of its first tokens: whether it has a branch of its own in the tree.</param>
/// <param name="Layer">Number of times that the miner had been frozen before the pattern was made.</param>
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
