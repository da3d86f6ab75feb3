using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>
/// Records what the host logged of each order, and the verdicts of the detectors. All memory is allocated at the start, so that
/// it is not mistaken for growth of the detector. The detector reports on its reader's thread, so that a slow receiver loses no
/// verdict.
/// </summary>
internal sealed class VerdictBook(int capacity) : ISessionObserver
{
    /// <summary>No step of the order was logged after the clock was set back.</summary>
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

    /// <summary>The constant size in bytes.</summary>
    public long Bytes { get; } = capacity * (3L * sizeof(long) + 3);

    /// <summary>Orders begun.</summary>
    public int Count => Math.Min(capacity, Volatile.Read(ref _count));

    /// <summary>Reserves a new order.</summary>
    /// <returns>False if the book is full.</returns>
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

    /// <summary>Records that one detector received all events of the order before its disposal.</summary>
    public void Finish(int index, byte setBackAt)
    {
        _setBackAt[index] = setBackAt;
        Volatile.Write(ref _host[index], Whole);
    }

    /// <summary>Records that the order was open when the detector was replaced.</summary>
    public void Tear(int index) => Volatile.Write(ref _host[index], Torn);

    public bool IsWhole(int index) => _host[index] == Whole;

    public bool IsTorn(int index) => _host[index] == Torn;

    public long StartOf(int index) => _starts[index];

    public byte SetBackAtOf(int index) => _setBackAt[index];

    /// <summary>Whether the detector recorded the end of the order.</summary>
    public bool HasEnded(int index) => (_detector[index] & Ended) != 0;

    /// <summary>Whether the detector reports that events of the order may have been dropped.</summary>
    public bool MayMissEvents(int index) => (_detector[index] & HasHole) != 0;

    /// <summary>Whether the detector reports that values of the order were not judged.</summary>
    public bool MayMissValues(int index) => (_detector[index] & MissesValues) != 0;

    /// <summary>Returns the anomalous lines and their kinds; 0 if there are none.</summary>
    public ulong StepsOf(int index) => _steps[index];

    /// <summary>Returns the anomalous values; 0 if there are none.</summary>
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

    // Writes every element, because untouched memory is not in the working set yet.
    private static T[] Filled<T>(int length) where T : unmanaged
    {
        var array = new T[length];
        array.AsSpan().Fill(default);
        return array;
    }
}
