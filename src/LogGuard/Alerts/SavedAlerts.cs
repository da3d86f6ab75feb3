using System.Text.Json.Serialization;

namespace LogGuard.Alerts;

/// <summary>The tracked causes and incidents as they are saved, so that a restart forgets none.</summary>
internal sealed record SavedAlerts
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The policy's <see cref="AlertPolicy.ChangeCount"/>. Not saved.</summary>
    [JsonIgnore]
    public long ChangeCount { get; init; }

    /// <summary>The policy's time, in UTC ticks.</summary>
    public required long Now { get; init; }

    /// <summary>The rate limit of all causes.</summary>
    public required long[] Gate { get; init; }

    /// <summary>The incidents, the one seen least recently first.</summary>
    public required SavedIncident[] Incidents { get; init; }

    /// <summary>Resolved causes whose rate limits remember alerts.</summary>
    public required SavedCause[] Resolved { get; init; }
}

/// <summary>An incident with its causes.</summary>
internal sealed record SavedIncident
{
    public required string Id { get; init; }

    public required long Began { get; init; }

    public required long LastSeen { get; init; }

    public required int Rank { get; init; }

    public required int ToldRank { get; init; }

    public required long Told { get; init; }

    public required bool WaitsForSession { get; init; }

    public required long Due { get; init; }

    public required long ResolvedDue { get; init; }

    public required long Interval { get; init; }

    public required long[] Sessions { get; init; }

    public required IncidentLink[] Links { get; init; }

    public required SavedCause[] Causes { get; init; }
}

/// <summary>A cause.</summary>
internal sealed record SavedCause
{
    public required string Fingerprint { get; init; }

    public required string Earlier { get; init; }

    public required long[] Gate { get; init; }

    public required long Count { get; init; }

    public required long Untold { get; init; }

    public required int Rank { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>Null for a resolved cause.</summary>
    public SavedRate? Rate { get; init; }

    /// <summary>The newest anomaly; null for a resolved cause.</summary>
    public SavedAnomaly? Newest { get; init; }
}

/// <summary>How often a cause occurs; see <see cref="CauseRate"/>.</summary>
internal sealed record SavedRate
{
    public required long[] Recent { get; init; }

    public required int Next { get; init; }

    public required long Count { get; init; }

    public required long First { get; init; }

    public required long LastSession { get; init; }

    public required double Past { get; init; }

    public required long PastAt { get; init; }

    public required double Told { get; init; }

    public required long ToldAt { get; init; }
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SavedAlerts))]
internal sealed partial class AlertsJson : JsonSerializerContext;
