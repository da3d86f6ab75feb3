using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>The consumer side of the queue, used by the reader's thread only.</summary>
internal sealed partial class EventQueue
{
    /// <summary>After this time without an event the reader sleeps until it is signalled, instead of polling every few milliseconds.</summary>
    internal static readonly TimeSpan DozeAfter = TimeSpan.FromMilliseconds(250);

    // States of the reader. Napping: it polls, and a large enough number of events wakes it earlier. Asleep: any event wakes it.
    private const int Awake = 0;
    private const int Napping = 1;
    private const int Asleep = 2;

    private ReaderSide _readers;

    /// <summary>Whether the queue is closed, empty and sealed against late claims. Reader's thread only.</summary>
    public bool IsFinished => _isClosed && (_isSealed || TrySeal()) && Count == 0 && !_hasDelayed;

    /// <summary>Number of records read so far, without those of the reserve. Reader's thread only.</summary>
    public long Taken => _readers.Taken;

    /// <summary>Takes the next record. Reader's thread only.</summary>
    public bool TryRead(out LogRecord record)
    {
        if (_readers.Taken >= Volatile.Read(ref _readers.ReservedAt) && TryReadReserved(out record))
        {
            return true;
        }

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

    // Rare: while the queue is or was full.
    private bool TryReadReserved(out LogRecord record)
    {
        lock (_commands)
        {
            var isTaken = _reserve.TryTake(_readers.Taken, out record);
            Volatile.Write(ref _readers.ReservedAt, _reserve.NextAt);
            return isTaken;
        }
    }

    /// <summary>Takes the command of a record with <see cref="LogKey.Command"/>, once per record. Reader's thread only.</summary>
    public Action TakeCommand()
    {
        lock (_commands)
        {
            return _commands.Dequeue();
        }
    }

    /// <summary>Takes a command that found the queue full, once all events before it were read. Reader's thread only.</summary>
    public bool TryTakeDelayed([NotNullWhen(true)] out Action? command)
    {
        command = null;
        if (!_hasDelayed)
        {
            return false;
        }

        lock (_commands)
        {
            // An event of the reserve may have come before the command.
            var behind = _delayed.Peek().Behind;
            if (behind > _readers.Taken || _reserve.NextAt <= behind)
            {
                return false;
            }

            command = _delayed.Dequeue().Command;
            _hasDelayed = _delayed.Count > 0;
            return true;
        }
    }

    /// <summary>Waits until a record may be available, the queue is closed, or the timeout elapses. Reader's thread only.</summary>
    public void WaitToRead(TimeSpan timeout)
    {
        if (Count > 0 || _isClosed || _hasDelayed)
        {
            // A thread has claimed a slot and not filled it yet.
            Thread.Yield();
            return;
        }

        var now = Environment.TickCount64;
        _readers.EmptySince = _readers.EmptySince < 0 ? now : _readers.EmptySince;
        var dozes = now - _readers.EmptySince >= DozeAfter.TotalMilliseconds;

        // A producer claims its slot before it checks the reader's state, and the reader publishes its state before it checks for
        // claims. With full fences on both sides at least one of them sees the other, so no wake-up is lost.
        Interlocked.Exchange(ref _reader, dozes ? Asleep : Napping);
        if (Count == 0 && !_isClosed && !_hasDelayed)
        {
            _wakeUp.Wait(dozes ? timeout : BatchDelay);
        }

        Interlocked.Exchange(ref _reader, Awake);
    }

    // The reader has taken every event of its segment. It moves to the next one and retires this one, which frees its capacity.
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

    // A thread that checked _isClosed before the close may claim a slot after it. That claim must still be read, and sealing
    // prevents any later claim. False while another thread is handing over the last segment.
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

    // Only the reader writes these fields, once per event; ReservedAt is written under a lock, and rarely. The padding keeps them off the cache lines that the application's
    // threads read with each event, and so avoids false sharing.
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

        [FieldOffset(Apart + 32)]
        public long ReservedAt;
    }
}
