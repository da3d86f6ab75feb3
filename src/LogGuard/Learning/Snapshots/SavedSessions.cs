using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Models.Rates;
using LogGuard.Parsing;
using LogGuard.Sequences;

namespace LogGuard.Learning.Snapshots;

/// <summary>The open sessions as they were saved, with everything that their verdicts depend on and a snapshot may not hold yet.</summary>
internal sealed record SavedSessions
{
    /// <summary>The settings that decide which events form a session. Sessions of other settings are not continued.</summary>
    public required string Grouping { get; init; }

    /// <summary>When they were saved, by the clock, in UTC ticks.</summary>
    public required long Saved { get; init; }

    /// <summary>Whether the detector was disposed of, so that no event of the earlier process is missing.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Number of the save. Reports that were delivered since are in the files of this number and above.</summary>
    public required int Number { get; init; }

    /// <summary>The templates in order of their keys, from key 1.</summary>
    public required string[] Templates { get; init; }

    public required VocabularyChanges KeyChanges { get; init; }

    public required MinedKeysState? MinedKeys { get; init; }

    public required QuarantineState? Quarantine { get; init; }

    /// <summary>How often each template came; null if rates are not watched.</summary>
    public required RateState? Rates { get; init; }

    /// <summary>The text logs by their numbers, from 1.</summary>
    public required IReadOnlyList<SavedTextLog> TextLogs { get; init; }

    /// <summary>Reports of an earlier process that may come again while a text log is read again from its position.</summary>
    public required IReadOnlyList<DeliveredReport> Reports { get; init; }

    /// <summary>The latest event time, in UTC ticks.</summary>
    public required long EventTime { get; init; }

    /// <summary>Number of sessions opened so far.</summary>
    public required long OpenedCount { get; init; }

    /// <summary>The sessions, the one with the oldest last event first.</summary>
    public required IReadOnlyList<SavedSession> Sessions { get; init; }

    /// <summary>The running state of each question that has one, by its name.</summary>
    public required IReadOnlyDictionary<string, byte[]> Questions { get; init; }
}
