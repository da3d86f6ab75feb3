using System.Text.Json.Serialization;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Models.Rates;

/// <summary>The learnt rates in a snapshot. Two series for each key: its lines, and the sessions that begin with it.</summary>
internal sealed record RateState
{
    /// <summary>Windows of a number of lines.</summary>
    public required RateLevelsState Blocks { get; init; }

    /// <summary>Windows of sixteen times as many lines.</summary>
    public required RateLevelsState Longs { get; init; }

    public required RateLevelsState Seconds { get; init; }

    public required RateLevelsState Minutes { get; init; }

    public required RateHoursState Hours { get; init; }

    public required RateGapsState Gaps { get; init; }

    /// <summary>Reported storms that may come again or be answered.</summary>
    public required RateStorm[] Storms { get; init; }

    /// <exception cref="InvalidDataException">The state contradicts itself.</exception>
    public void Check(int keyCount)
    {
        var most = 2 * (keyCount + 1);
        Require(
            Blocks?.IsSound(most) == true && Longs?.IsSound(most) == true && Seconds?.IsSound(most) == true && Minutes?.IsSound(most) == true && Hours?.IsSound(most) == true
            && Gaps?.IsSound(keyCount + 1) == true && Storms?.All(storm => storm is not null && storm.Series >= 0 && storm.Series < most) == true,
            "its rates contradict themselves");
    }
}

/// <summary>The largest counts at one scale.</summary>
internal sealed record RateLevelsState
{
    public required long Windows { get; init; }

    public required int[] Largest { get; init; }

    public required long[] From { get; init; }

    public bool IsSound(int most) => Windows >= 0 && Largest is not null && From is not null && Largest.Length == From.Length && From.Length <= most
        && Largest.All(count => count >= 0) && From.All(from => from >= 0 && from <= Windows + 1);
}

/// <summary>The largest counts of a minute in each hour of the day; null for a series that was not seen.</summary>
internal sealed record RateHoursState
{
    public required int Learnt { get; init; }

    public required long Latest { get; init; }

    public required int[]?[] Largest { get; init; }

    public bool IsSound(int most) => Learnt >= 0 && Largest is not null && Largest.Length <= most
        && Largest.All(hours => hours is null || (hours.Length == RateHours.HoursOfDay && hours.All(count => count >= 0)));
}

/// <summary>How long each key stayed away.</summary>
internal sealed record RateGapsState
{
    public required double UsualTotal { get; init; }

    public required long Minutes { get; init; }

    public required RateGap?[] Keys { get; init; }

    public bool IsSound(int most) => UsualTotal is >= 0 and < double.MaxValue && Minutes >= 0 && Keys is not null && Keys.Length <= most
        && Keys.All(gap => gap is null || (gap.Longest >= 0 && gap.Minutes >= 0 && gap.Sum is >= 0 and < double.MaxValue && gap.Squares is >= 0 and < double.MaxValue));
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RateState))]
internal sealed partial class RateJson : JsonSerializerContext;
