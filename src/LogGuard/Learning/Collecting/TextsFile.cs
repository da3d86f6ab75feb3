using System.Text.Json;
using System.Text.Json.Serialization;
using LogGuard.Models.Values;
using LogGuard.Primitives;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// The texts of the series of values, as JSON in a file of its own, which earlier versions ignore. Contains the names of parameters and
/// hashes, and no logged text.
/// </summary>
internal static class TextsFile
{
    public static void Write(Stream stream, IReadOnlyList<ParameterValueSeries> series) => JsonSerializer.Serialize(
        stream,
        [
            .. series.Where(one => one.Texts.Names.Length > 0)
                .Select(one => new KeyTextsState { Key = one.Key, Names = one.Texts.Names, Sets = one.Texts.States }),
        ],
        TextsJson.Default.KeyTextsStateArray);

    /// <summary>Adds the texts to their series.</summary>
    /// <exception cref="InvalidDataException">The bytes are malformed, or do not fit the series.</exception>
    public static void Read(byte[] bytes, IReadOnlyList<ParameterValueSeries> series)
    {
        KeyTextsState[]? states;
        try
        {
            states = JsonSerializer.Deserialize(bytes, TextsJson.Default.KeyTextsStateArray);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("the texts of the series of values are malformed", exception);
        }

        SavedData.Require(states is not null && Array.TrueForAll(states, state => state?.IsSound() == true), "the texts of the series of values contradict themselves");
        var byKey = series.ToDictionary(one => one.Key);
        foreach (var state in states)
        {
            SavedData.Require(byKey.TryGetValue(state.Key, out var own), $"key {state.Key} has texts and no series of values");
            own.Texts = TextSeries.Restore(state.Names, state.Sets);
        }
    }
}

/// <summary>The texts of one key.</summary>
internal sealed record KeyTextsState
{
    public required int Key { get; init; }

    public required string[] Names { get; init; }

    /// <summary>One for each name.</summary>
    public required TextSetState[] Sets { get; init; }

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() =>
        Names is { Length: > 0 and <= ParameterValueCollector.ParameterLimit } && Sets?.Length == Names.Length
        && Array.TrueForAll(Names, name => name is { Length: > 0 }) && Array.TrueForAll(Sets, set => set?.IsSound() == true);
}

[JsonSerializable(typeof(KeyTextsState[]))]
internal sealed partial class TextsJson : JsonSerializerContext;
