using LogGuard.Parsing;

namespace LogGuard.Cli.Input;

/// <summary>Counts the bytes that are read.</summary>
internal sealed class CountingStream(Stream source, Action<long>? read) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        read?.Invoke(count);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        read?.Invoke(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
