namespace LogGuard.Parsing;

/// <summary>A stream whose beginning was already read.</summary>
internal sealed class PrefixStream(byte[] prefix, Stream rest) : ForwardStream
{
    private int _given;

    public override int Read(Span<byte> buffer) => _given < prefix.Length ? Give(buffer) : rest.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _given < prefix.Length ? new(Give(buffer.Span)) : rest.ReadAsync(buffer, cancellationToken);

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, prefix.Length - _given);
        prefix.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}
