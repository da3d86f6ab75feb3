using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>
/// What the host logged of each order and what detectors said of it. All room is taken at once, so that it does not pass
/// for growth of the detector's; told by the detector itself, on its reader's thread, so that no slow receiver loses a verdict.
/// </summary>
internal sealed class VerdictBook(int capacity) : ISessionObserver
{
    /// <summary>No step of the order came after the clock was set back.</summary>
    public const byte NeverSetBack = byte.MaxValue;

    private const byte Whole = 1;
    private const byte Torn = 2;
    private const byte Ended = 1;
    private const byte HasHole = 2;
    private const byte MissesValues = 4;

    private readonly long[] _starts = Filled<long>(capacity);
    private readonly ulong[] _steps = Filled<ulong>(capacity);
    private readonly ulong[] _values = Filled<ulong>(capacity);
    private readonly byte[] _setBackAt = Filled<byte>(capacity);
    private readonly byte[] _host = Filled<byte>(capacity);
    private readonly byte[] _detector = Filled<byte>(capacity);
    private int _count;

    /// <summary>Bytes that it takes, from the beginning to the end.</summary>
    public long Bytes { get; } = capacity * (3L * sizeof(long) + 3);

    /// <summary>Orders begun.</summary>
    public int Count => Math.Min(capacity, Volatile.Read(ref _count));

    /// <summary>Takes the place of a new order.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryBegin(long start, out int index)
    {
        index = Volatile.Read(ref _count) >= capacity ? capacity : Interlocked.Increment(ref _count) - 1;
        if (index >= capacity)
        {
            return false;
        }

        _starts[index] = start;
        _setBackAt[index] = NeverSetBack;
        return true;
    }

    /// <summary>All of the order's events were given to one detector, before anybody disposed of it.</summary>
    public void Finish(int index, byte setBackAt)
    {
        _setBackAt[index] = setBackAt;
        Volatile.Write(ref _host[index], Whole);
    }

    /// <summary>The order was under way when the detector was exchanged.</summary>
    public void Tear(int index) => Volatile.Write(ref _host[index], Torn);

    public bool IsWhole(int index) => _host[index] == Whole;

    public bool IsTorn(int index) => _host[index] == Torn;

    public long StartOf(int index) => _starts[index];

    public byte SetBackAtOf(int index) => _setBackAt[index];

    /// <summary>Whether the detector took note of its end.</summary>
    public bool HasEnded(int index) => (_detector[index] & Ended) != 0;

    /// <summary>Whether the detector says that events of it may have been dropped.</summary>
    public bool MayMissEvents(int index) => (_detector[index] & HasHole) != 0;

    /// <summary>Whether the detector says that values of it were not judged.</summary>
    public bool MayMissValues(int index) => (_detector[index] & MissesValues) != 0;

    /// <summary>Which lines were found wrong, and in which way; 0 where none was.</summary>
    public ulong StepsOf(int index) => _steps[index];

    /// <summary>Which values were found wrong; 0 where none was.</summary>
    public ulong ValuesOf(int index) => _values[index];

    void ISessionObserver.OnAnomaly(SessionId session, Anomaly anomaly)
    {
        if (!TryFind(session, out var index))
        {
            return;
        }

        var hash = (ulong)HashOf(anomaly.Template) * 31 + (ulong)anomaly.Position * 7 + (ulong)anomaly.Kind + 1;
        ref var verdict = ref anomaly.UnusualValue is null ? ref _steps[index] : ref _values[index];
        verdict = verdict * 0x9E3779B97F4A7C15 + hash;
    }

    void ISessionObserver.OnEnd(EndedSession session)
    {
        if (TryFind(session.Id, out var index))
        {
            _detector[index] |= (byte)(Ended | (session.HasHole ? HasHole : 0) | (session.MissesValues ? MissesValues : 0));
        }
    }

    private bool TryFind(SessionId session, out int index)
    {
        index = long.TryParse(session.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= OrderWorkflow.FirstFault && number - OrderWorkflow.FirstFault < capacity
            ? (int)(number - OrderWorkflow.FirstFault)
            : -1;
        return index >= 0;
    }

    private static uint HashOf(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619;
        }

        return hash;
    }

    // Written to once: memory that was never touched is not in the working set yet.
    private static T[] Filled<T>(int length) where T : unmanaged
    {
        var array = new T[length];
        array.AsSpan().Fill(default);
        return array;
    }
}
