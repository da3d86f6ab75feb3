using System.Text.Json.Serialization;

namespace LogGuard.Models.Values;

/// <summary><see cref="ValueWatch"/> as it is saved.</summary>
internal sealed record ValueWatchState
{
    public required ValueEvidenceState Evidence { get; init; }

    /// <summary>Number of the values that are usual, the first ones.</summary>
    public int Usual { get; init; }

    /// <summary>Number of tellings since the parameter was last believed, and their limit.</summary>
    public int Told { get; init; }

    /// <inheritdoc cref="Told"/>
    public int Tellings { get; init; }

    /// <summary>Number of new values while detecting.</summary>
    public int Changes { get; init; }

    /// <summary>Number of usual lines since the last one that was not.</summary>
    public long UsualLines { get; init; }

    /// <summary>When the values that may be adopted came first, in UTC ticks.</summary>
    public long Since { get; init; }

    /// <summary>Number of lines with such values since then, and of all lines.</summary>
    public long AwayLines { get; init; }

    /// <inheritdoc cref="AwayLines"/>
    public long Lines { get; init; }

    /// <inheritdoc cref="ValueWatch.IsAdopted"/>
    public bool IsAdopted { get; init; }

    /// <inheritdoc cref="ValueWatch.ChangeCount"/>
    public long ChangeCount { get; init; }

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() =>
        Evidence is not null && Evidence.IsSound() && Usual >= 0 && Usual <= Evidence.Values.Length
        && Told >= 0 && Tellings >= 0 && Changes is >= 0 and <= ValueEvidence.Limit * 2 && AwayLines >= 0 && Lines >= 0 && UsualLines >= 0 && ChangeCount >= 0 && Since >= 0;
}

/// <summary>The evidence of values as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ValueEvidenceState[][]))]
internal sealed partial class ValueEvidenceJson : JsonSerializerContext;
