using LogGuard.Primitives;

namespace LogGuard.Sequences;

/// <summary>An open session as it was saved, without its last line.</summary>
internal sealed record SavedSession
{
    /// <summary>Longest id that is accepted, in characters; <see cref="SessionId"/> shortens longer ones.</summary>
    private const int IdLimit = 2 * SessionId.MaxTextLength;

    private const int ListLimit = 1 << 20;

    public required SessionId Id { get; init; }

    /// <summary>Number of its text log, from 1; 0 if an application in this process logged it.</summary>
    public required int TextLog { get; init; }

    public required SessionFlags Flags { get; init; }

    public required long Length { get; init; }

    /// <summary>Ticks from its last event to the time of the save, by the events' own time.</summary>
    public required long IdleTicks { get; init; }

    public required long JudgedFrom { get; init; }

    public required int RaisedCount { get; init; }

    public required int OpenedAlerts { get; init; }

    public required int AlertRank { get; init; }

    public required int AnomalyCount { get; init; }

    public required int AnnouncementCount { get; init; }

    public required int AnomaliesBeforePart { get; init; }

    public required long Number { get; init; }

    public required SessionHash Past { get; init; }

    public required int LastKey { get; init; }

    public required LogSeverity LastSeverity { get; init; }

    public required long LastTimestamp { get; init; }

    /// <summary>The last keys, oldest first, without the places before the session's first event.</summary>
    public required int[] Window { get; init; }

    public required (int Key, int Count)[] Counts { get; init; }

    public required SessionStep[] Steps { get; init; }

    public required long StepsTimestamp { get; init; }

    /// <summary>The keys that are collected for learning; null if none are.</summary>
    public required int[]? Keys { get; init; }

    /// <summary>Reads a session.</summary>
    /// <param name="reader">The saved sessions.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    /// <exception cref="InvalidDataException">The session contradicts itself.</exception>
    public static SavedSession Read(BinaryReader reader, int keyCount)
    {
        var id = reader.ReadString();
        SavedData.Require(id.Length <= IdLimit, "the id of a session is too long");
        var flags = (SessionFlags)reader.ReadInt32();
        var session = new SavedSession
        {
            Id = SessionId.From(id),
            Flags = flags,
            TextLog = InRange(reader, ListLimit),
            Length = Long(reader),
            IdleTicks = Long(reader),
            JudgedFrom = Long(reader),
            RaisedCount = InRange(reader, int.MaxValue),
            OpenedAlerts = InRange(reader, int.MaxValue),
            AlertRank = InRange(reader, int.MaxValue),
            AnomalyCount = InRange(reader, int.MaxValue),
            AnnouncementCount = InRange(reader, int.MaxValue),
            AnomaliesBeforePart = InRange(reader, int.MaxValue),
            Number = Long(reader),
            Past = new SessionHash(reader.ReadUInt64(), reader.ReadUInt64()),
            LastKey = InRange(reader, keyCount),
            LastSeverity = (LogSeverity)InRange(reader, (int)LogSeverity.Fatal),
            LastTimestamp = Time(reader),
            Window = ReadKeys(reader, keyCount),
            Counts = [.. Enumerable.Range(0, InRange(reader, ListLimit)).Select(_ => (InRange(reader, keyCount), InRange(reader, int.MaxValue)))],
            Steps = [.. Enumerable.Range(0, InRange(reader, SessionHistory.Room)).Select(_ => new SessionStep(InRange(reader, keyCount), Elapsed(reader)))],
            StepsTimestamp = Time(reader),
            Keys = flags.HasFlag(SessionFlags.IsCollecting) ? ReadKeys(reader, keyCount) : null,
        };
        SavedData.Require(session.Counts.All(count => count.Count > 0), "a session counts a key that it does not have");
        SavedData.Require(session.Window.Length <= session.Length && session.Steps.Length <= session.Length, "a session has more steps than events");
        return session;
    }

    /// <summary>The session with the keys of another vocabulary.</summary>
    /// <param name="keyOf">Returns the other key.</param>
    /// <param name="keepsCollected">Whether it goes on to be collected, if it was.</param>
    public SavedSession WithKeys(Func<int, int> keyOf, bool keepsCollected) => this with
    {
        LastKey = keyOf(LastKey),
        Window = Array.ConvertAll(Window, key => keyOf(key)),
        Counts = [.. Counts.GroupBy(count => keyOf(count.Key), (key, counts) => (key, counts.Sum(count => count.Count)))],
        Steps = Array.ConvertAll(Steps, step => step with { Key = keyOf(step.Key) }),
        Keys = keepsCollected && Keys is not null ? Array.ConvertAll(Keys, key => keyOf(key)) : null,
    };

    private static int[] ReadKeys(BinaryReader reader, int keyCount)
    {
        var keys = new int[InRange(reader, ListLimit)];
        foreach (ref var key in keys.AsSpan())
        {
            key = InRange(reader, keyCount);
        }

        return keys;
    }

    private static int InRange(BinaryReader reader, int most)
    {
        var number = reader.Read7BitEncodedInt();
        SavedData.Require(number >= 0 && number <= most, "a number of a session is out of its range");
        return number;
    }

    private static long Long(BinaryReader reader)
    {
        var number = reader.Read7BitEncodedInt64();
        SavedData.Require(number >= 0, "a number of a session is negative");
        return number;
    }

    private static float Elapsed(BinaryReader reader)
    {
        var ticks = reader.ReadSingle();
        SavedData.Require(ticks >= 0 && float.IsFinite(ticks), "a time between two events is none");
        return ticks;
    }

    private static long Time(BinaryReader reader)
    {
        var ticks = reader.ReadInt64();
        SavedData.Require(SavedData.IsTime(ticks), "a time of a session is none");
        return ticks;
    }
}

/// <summary>Facts about a saved session.</summary>
[Flags]
internal enum SessionFlags
{
    None = 0,
    HasHole = 1,
    MissesValues = 2,
    IsContinued = 4,
    IsCollecting = 8,
    HasWholeHistory = 16,
    HasNoHistory = 32,
    HasOldHistory = 64,
    IsReopened = 128,
    HasJump = 256,
}
