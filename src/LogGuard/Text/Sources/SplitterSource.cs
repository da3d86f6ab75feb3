namespace LogGuard.Parsing;

/// <summary>The lines that a splitter makes of its input.</summary>
internal abstract class SplitterSource<T>(LineSplitter<T> splitter) : LineSource
    where T : unmanaged
{
    public override LinePosition LineStart => new(FileNumber, splitter.LineStart, Math.Max(0, splitter.LineNumber - 1));

    public override LinePosition Next => new(FileNumber, splitter.Position, splitter.LineNumber);

    public override long LineCount => splitter.LineCount;

    public override long ShortenedCount => splitter.ShortenedCount;

    /// <summary>Number of the file, from 0.</summary>
    protected virtual int FileNumber => 0;

    public override bool TryReadLine(out ReadOnlySpan<char> line) => splitter.TryTake(out line);

    public override void Dispose() => splitter.Dispose();
}
