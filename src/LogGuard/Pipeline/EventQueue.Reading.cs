using System.Runtime.InteropServices;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>The reader's end of the queue.</summary>
internal sealed partial class EventQueue
{
    /// <summary>After this long without an event the reader sleeps until it is woken, instead of looking every few milliseconds.</summary>
    internal static readonly TimeSpan DozeAfter = TimeSpan.FromMilliseconds(250);

    // What the reader is doing. Napping: enough events wake it. Asleep: any event does.
    private const int Awake = 0;
    private const int Napping = 1;
    private const int Asleep = 2;

    private ReaderSide _readers;

    /// <summary>Whether the queue is closed and empty, and nothing can get into it any more. On the reader's thread only.</summary>
    public bool IsFinished => _isClosed && (_isSealed || TrySeal()) && Count == 0;

    /// <summary>Takes the next record. On the reader's thread only.</summary>
    public bool TryRead(out LogRecord record)
    {
        if (_readers.Index == _segmentSize && !TryGoOn())
        {
            record = default;
            return false;
        }

        if (!_readers.First.TryTake(_readers.Index, out record))
        {
            return false;
        }

        _readers.EmptySince = -1;
        Volatile.Write(ref _readers.Taken, _readers.Taken + 1);
        if (++_readers.Index == _segmentSize)
        {
            TryGoOn();
        }

        return true;
    }

    /// <summary>Takes the command of a record with <see cref="LogKey.Command"/>, once for each. On the reader's thread only.</summary>
    public Action TakeCommand()
    {
        lock (_commands)
        {
            return _commands.Dequeue();
        }
    }

    /// <summary>Waits until there may be a record, the queue is closed, or the time is over. On the reader's thread only.</summary>
    public void WaitToRead(TimeSpan timeout)
    {
        if (Count > 0 || _isClosed)
        {
            // A place is claimed, and its thread has not come round to filling it.
            Thread.Yield();
            return;
        }

        var now = Environment.TickCount64;
        _readers.EmptySince = _readers.EmptySince < 0 ? now : _readers.EmptySince;
        var dozes = now - _readers.EmptySince >= DozeAfter.TotalMilliseconds;

        // A thread claims its place before it looks whether the reader sleeps, and the reader says that it sleeps
        // before it looks for claims: one of them sees the other.
        Interlocked.Exchange(ref _reader, dozes ? Asleep : Napping);
        if (Count == 0 && !_isClosed)
        {
            _wakeUp.Wait(dozes ? timeout : BatchDelay);
        }

        Interlocked.Exchange(ref _reader, Awake);
    }

    // The reader has taken every event of its segment: it goes on to the next, and there is room for one more.
    private bool TryGoOn()
    {
        if (_readers.First.Next is not { } next)
        {
            return false;
        }

        _full.Reader.TryRead(out var done);
        _readers.First = next;
        _readers.Index = 0;
        done!.Retire();
        _retired.Enqueue(done);
        _isFull = false;
        return true;
    }

    // A thread that looked before the queue was closed may claim a place after it: what it claims must be read, and
    // nothing may be claimed once the reader has gone. False while a thread is handing the last segment over.
    private bool TrySeal()
    {
        var last = _last;
        if (!last.TryBeginRotation())
        {
            return false;
        }

        last.Seal();
        _isSealed = true;
        return true;
    }

    // Only written by the reader, with each event, and so not beside what the application's threads read with each of theirs:
    // a cache line that both want goes to and fro between their cores.
    [StructLayout(LayoutKind.Explicit, Size = 2 * ReaderSide.Apart)]
    private struct ReaderSide
    {
        public const int Apart = 128;

        [FieldOffset(Apart)]
        public EventSegment First;

        [FieldOffset(Apart + 8)]
        public long Taken;

        [FieldOffset(Apart + 16)]
        public long EmptySince;

        [FieldOffset(Apart + 24)]
        public int Index;
    }
}
