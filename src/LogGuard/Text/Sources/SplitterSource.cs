namespace LogGuard.Parsing;

/// <summary>The lines that a cutter makes of its input.</summary>
internal abstract class SplitterSource<T>(LineSplitter<T> cutter) : LineSource
    where T : unmanaged
{
    public override LinePosition LineStart => new(FileNumber, cutter.LineStart, Math.Max(0, cutter.LineNumber - 1));

    public override LinePosition Next => new(FileNumber, cutter.Position, cutter.LineNumber);

    public override long LineCount => cutter.LineCount;

    public override long ShortenedCount => cutter.ShortenedCount;

    /// <summary>Number of the file, from 0.</summary>
    protected virtual int FileNumber => 0;

    public override bool TryReadLine(out ReadOnlySpan<char> line) => cutter.TryTake(out line);

    public override void Dispose() => cutter.Dispose();
}
