using LogGuard.Parsing;

namespace LogGuard.Learning.Snapshots;

/// <summary>The parts of one save of the open sessions, which several threads fill in.</summary>
internal sealed class SessionsSave
{
    /// <inheritdoc cref="SavedSessions.Grouping"/>
    public required string Grouping { get; init; }

    /// <inheritdoc cref="SavedSessions.Number"/>
    public required int Number { get; init; }

    /// <inheritdoc cref="SavedSessions.IsComplete"/>
    public bool IsComplete { get; init; }

    /// <inheritdoc cref="SavedSessions.Saved"/>
    public long Saved { get; set; }

    /// <summary>The text logs at the time of the save.</summary>
    public IReadOnlyList<SavedTextLog> TextLogs { get; set; } = [];

    /// <summary>The mined templates at the positions of the text logs; null if there are none.</summary>
    public MinedKeysState? Mined { get; set; }

    /// <summary>The templates and their keys.</summary>
    public byte[] Keys { get; set; } = [];

    /// <summary>The reader's part.</summary>
    public byte[] State { get; set; } = [];
}
