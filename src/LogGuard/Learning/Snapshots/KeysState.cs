using System.Text.Json;
using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Learning.Snapshots;

/// <summary>The templates and their keys, as saved with the open sessions.</summary>
internal sealed record KeysState
{
    public required string[] Templates { get; init; }

    public required VocabularyChanges Changes { get; init; }

    public byte[]? Miner { get; init; }

    public int[]? MinedTemplates { get; init; }

    public int[]? MinedTemplateKeys { get; init; }

    public int ExactTemplateCount { get; init; }

    /// <summary>The present templates and keys, as JSON.</summary>
    /// <param name="vocabulary">The keys.</param>
    /// <param name="mined">The mined templates, saved before, so that none refers to a key that is not among the templates.</param>
    public static byte[] Save(LogKeyVocabulary vocabulary, MinedKeysState? mined)
    {
        var templates = vocabulary.ToArray(out var changes);
        return JsonSerializer.SerializeToUtf8Bytes(
            new KeysState
            {
                Templates = templates,
                Changes = changes,
                Miner = mined?.Miner,
                MinedTemplates = mined?.Templates,
                MinedTemplateKeys = mined?.Keys,
                ExactTemplateCount = mined?.ExactCount ?? 0,
            },
            ManifestJson.Default.KeysState);
    }

    /// <summary>The mined templates; null if there are none.</summary>
    public MinedKeysState? MinedKeys => Miner is null || MinedTemplates is null || MinedTemplateKeys is null
        ? null
        : new MinedKeysState(Miner, MinedTemplates, MinedTemplateKeys, ExactTemplateCount);
}
