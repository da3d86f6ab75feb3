using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

/// <summary>Inputs that do not end a read when it is cancelled, as standard input.</summary>
public sealed class PendingReadTests
{
    [Fact]
    public async Task AStreamThatIgnoresCancellationCanBeLeftAndReadOn()
    {
        var stream = new DeafStream();
        using var source = new StreamSource(stream);
        using (var cancellation = new CancellationTokenSource())
        {
            var wait = source.WaitForMoreAsync(cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        // What the read brings after all is not lost.
        stream.Give("a\nb\n");
        var lines = new List<string>();
        while (lines.Count < 2)
        {
            Assert.Equal(LineWait.More, await source.WaitForMoreAsync(CancellationToken.None));
            lines.AddRange(SourceLines.AtHand(source));
        }

        Assert.Equal(["a", "b"], lines);
    }

    [Fact]
    public async Task ASourceThatIsDisposedOfWhileItReadsLeavesItsBufferToTheRead()
    {
        var stream = new DeafStream();
        var source = new StreamSource(stream);
        using var cancellation = new CancellationTokenSource();
        var wait = source.WaitForMoreAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);

        source.Dispose();

        stream.Give("late");
    }

    [Fact]
    public async Task AReaderThatBlocksItsCallerCanBeCancelled()
    {
        using var inner = new BlockingReader();
        using var source = new ReaderSource(TextReader.Synchronized(inner));
        using var cancellation = new CancellationTokenSource();
        var wait = source.WaitForMoreAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        inner.Release();
    }

    private sealed class DeafStream : ForwardStream
    {
        private readonly TaskCompletionSource<byte[]> _bytes = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private byte[]? _rest;

        public void Give(string text) => _bytes.SetResult(SourceLines.Utf8(text));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _rest ??= await _bytes.Task;
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.AsSpan(0, count).CopyTo(buffer.Span);
            _rest = _rest[count..];
            return count;
        }
    }

    private sealed class BlockingReader : TextReader
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public override int Read(char[] buffer, int index, int count)
        {
            _released.Wait(PipelineLog.Patience);
            return 0;
        }

        public override int Read(Span<char> buffer) => Read([], 0, 0);
    }
}
