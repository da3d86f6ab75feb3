using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public sealed class FileSourceTests : IDisposable
{
    private readonly FollowedFile _file = new();

    public FileSourceTests() => _file.Options.Follow = false;

    public void Dispose() => _file.Dispose();

    [Fact]
    public void AFileIsReadToItsEndWithoutWaiting()
    {
        _file.Append("a\nb\r\nc");

        var source = _file.Open();

        Assert.Equal(["a", "b", "c"], SourceLines.All(source));
        Assert.Equal(LineWait.Ended, source.Poll());
        Assert.Equal(6, source.Next.Offset);
        Assert.Null(source.Fault);
        Assert.Empty(_file.Reports);
    }

    [Fact]
    public void AnEmptyFileHasNoLines()
    {
        _file.Append("");

        Assert.Empty(SourceLines.All(_file.Open()));
    }

    [Fact]
    public void AFileThatIsNotThereIsAnErrorAtOnce()
    {
        Assert.Throws<FileNotFoundException>(() => _file.Open());
    }

    [Fact]
    public void AFolderIsAnErrorAtOnce()
    {
        Directory.CreateDirectory(_file.Path);

        Assert.Throws<UnauthorizedAccessException>(() => _file.Open());
    }

    [Fact]
    public void TheBglSampleIsReadWhole()
    {
        _file.Options.Path = Path.Combine(Repository.Root, "samples", "data", "bgl", "BGL_first_100000.log.gz");
        using var source = new FileSource(_file.Options.Freeze(), null, TimeProvider.System, _ => { });

        var lines = SourceLines.All(source);

        Assert.Equal(100_000, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 40, 2_000));
        Assert.Equal(0, source.ShortenedCount);
        Assert.Null(source.Fault);
    }

    [Fact]
    public void GzipThatIsCutShortEndsWithTheReasonAndTheLinesBefore()
    {
        var bytes = SourceLines.Gzip(string.Concat(Enumerable.Range(0, 10_000).Select(line => $"line {line}\n")));
        File.WriteAllBytes(_file.Path, bytes[..(bytes.Length / 2)]);
        var source = _file.Open();

        var lines = SourceLines.All(source);

        Assert.InRange(lines.Length, 1_000, 9_000);
        Assert.Equal("line 0", lines[0]);
        Assert.Equal($"{_file.Path}: the gzip data is truncated", source.Fault);
    }

    [Fact]
    public void ReadingGoesOnAtASavedPosition()
    {
        _file.Append("\uFEFFä\nb\nc\nd");
        var position = PositionBehind("b");

        var source = _file.Open(position);

        Assert.Equal(["c", "d"], SourceLines.All(source));
        Assert.Equal(4, source.Next.LineNumber);
        Assert.Equal(2, source.LineCount);
        Assert.Empty(_file.Reports);
    }

    [Fact]
    public void TheEncodingIsKnownInTheMiddleToo()
    {
        File.WriteAllText(_file.Path, "ä\nb\nö\nd", Encoding.BigEndianUnicode);

        Assert.Equal(["ö", "d"], SourceLines.All(_file.Open(PositionBehind("b"))));
    }

    [Fact]
    public void ReadingGoesOnInAGzipFile()
    {
        File.WriteAllBytes(_file.Path, [.. SourceLines.Gzip("\uFEFFä\nb\n"), .. SourceLines.Gzip("ö\nd")]);

        Assert.Equal(["ö", "d"], SourceLines.All(_file.Open(PositionBehind("b"))));
    }

    [Fact]
    public void AnotherFileIsReadFromItsBeginningAndThatIsTold()
    {
        _file.Append("a\nb\nc\n");
        var position = PositionBehind("b");
        File.WriteAllText(_file.Path, "x\ny\nz and more\n");

        Assert.Equal(["x", "y", "z and more"], SourceLines.All(_file.Open(position)));
        Assert.Equal($"{_file.Path} is not the file of the saved position, which is not found; what it held unread is lost. Reading what was written since.", Assert.Single(_file.Reports));
    }

    [Fact]
    public void AFileThatIsTooShortForThePositionIsReadFromItsBeginning()
    {
        _file.Append(new string('-', 300) + "\na\nb\n");
        var position = PositionBehind("b");
        File.WriteAllText(_file.Path, new string('-', 300) + "\na\n");

        Assert.Equal([new string('-', 300), "a"], SourceLines.All(_file.Open(position)));
    }

    [Fact]
    public void AFileThatWasRenamedMeanwhileIsReadToItsEndFirst()
    {
        _file.Append("a\nb\n");
        var position = PositionBehind("a");
        _file.Append("c");
        File.WriteAllText(_file["app.log.2"], "another\n");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("new\n");

        var source = _file.Open(position);

        Assert.Equal(["b", "c", "new"], SourceLines.All(source));
        Assert.Equal(new LinePosition(1, 4, 1), source.Next);
        Assert.Equal($"{_file.Path} is another file now; continuing with the renamed one.", Assert.Single(_file.Reports));
    }

    [Fact]
    public void StartingAtTheEndLeavesOutAllFinishedLines()
    {
        _file.Options.StartAt = TextLogStart.End;
        _file.Append("a\nb\nunfin");

        Assert.Equal(["unfin"], SourceLines.All(_file.Open()));

        File.WriteAllText(_file.Path, "a\nbĊ\n", Encoding.Unicode);
        Assert.Empty(SourceLines.All(_file.Open()));
    }

    [Fact]
    public void APositionIsThatOfALineStart()
    {
        _file.Append("a\nb\n");
        var source = _file.Open();
        source.Poll();
        source.TryReadLine(out _);
        var mark = source.LineStart;
        source.TryReadLine(out _);

        Assert.Equal(0, source.GetPosition(mark)!.Offset);
        Assert.Equal(["a", "b"], SourceLines.All(_file.Open(source.GetPosition(mark))));
        Assert.Equal(["b"], SourceLines.All(_file.Open(source.GetPosition(source.LineStart))));
    }

    private TextPosition PositionBehind(string last)
    {
        var source = _file.Open();
        while (true)
        {
            while (source.TryReadLine(out var line))
            {
                if (line.SequenceEqual(last))
                {
                    return FollowedFile.Position(source);
                }
            }

            Assert.NotEqual(LineWait.Ended, source.Poll());
        }
    }
}
