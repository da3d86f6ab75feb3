using System.IO.Compression;
using System.Text.Json;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

/// <summary>What rotation does to the files, each alone; <see cref="RotationScheduleTests"/> mixes them.</summary>
public sealed class FileRotationTests : IDisposable
{
    private static readonly string Banner = $"=== {new string('b', 300)} ===\n";

    private readonly FollowedFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void TwoRotationsBetweenTwoLooksLoseNothing()
    {
        _file.Append("a\n");
        var source = Opened("a");

        File.Move(_file.Path, _file["app.log.2"]);
        File.WriteAllText(_file["app.log.1"], "b\n");
        File.WriteAllText(_file["app-error.log"], "of another log\n");
        _file.Append("c\n");

        Assert.Equal(["b", "c"], _file.ReadNew(source));
    }

    [Fact]
    public void ARotatedFileBesideIsAnotherProgramsUnlessItsContentIsKnown()
    {
        // The name of the folder beside contains "log", as those of archives do.
        Directory.CreateDirectory(_file["shop"]);
        Directory.CreateDirectory(_file["catalog"]);
        var path = _file["shop/app.log"];
        File.WriteAllText(path, "a\n");
        using var source = new FileSource(new TextLogOptions { Path = path, Follow = true }.Freeze(), null, _file.Clock, _file.Reports.Add);
        Assert.Equal(["a"], _file.ReadNew(source));

        File.Move(path, _file["shop/app.log.2"]);
        File.WriteAllText(_file["catalog/app.log.1"], "of another program\n");
        File.WriteAllText(path, "b\n");

        Assert.Equal(["b"], _file.ReadNew(source));
    }

    [Theory]
    [InlineData("app.log.2", "app.log.1")]
    [InlineData("app-20260505.log", "app-20260506.log")]
    [InlineData("2026-05-05.app.log", "2026-05-06.app.log")]
    [InlineData("app.log-20260505", "app.log-20260506.gz")]
    [InlineData("app.log.2.gz", "app.log.1.gz")]
    [InlineData("old/app.log.2.gz", "app.log.1")]
    public void TwoRotationsWhileStoppedLoseNothing(string first, string second)
    {
        Directory.CreateDirectory(_file["old"]);
        File.WriteAllText(_file["app.log.7"], "read long ago\n");
        File.SetLastWriteTimeUtc(_file["app.log.7"], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _file.Append("first and known by more than sixteen bytes\n");
        var position = Stopped(1);

        _file.Append("b\n");
        MoveTo(first, new DateTime(2026, 5, 5, 0, 0, 0, DateTimeKind.Utc));
        _file.Append("c\n");
        MoveTo(second, new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Utc));
        _file.Append("d\n");

        Assert.Equal(["b", "c", "d"], _file.ReadNew(_file.Open(position)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FilesThatBeginAlikeAreToldApart(bool isStopped)
    {
        _file.Append(Banner + "a\n");
        var source = Opened(Banner.TrimEnd(), "a");
        var position = FollowedFile.Position(source);

        _file.Append("b\n");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append(Banner + "c\nd\ne\n");

        Assert.Equal(["b", Banner.TrimEnd(), "c", "d", "e"], _file.ReadNew(isStopped ? Reopened(source, position) : source));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatOnlyTheCopyOfATruncatedFileHoldsIsReadThere(bool isStopped)
    {
        _file.Append(Banner + "a\nhal");
        var source = Opened(Banner.TrimEnd(), "a");
        var position = FollowedFile.Position(source);

        _file.Append("f\nb\n");
        File.Copy(_file.Path, _file["app.log.1"]);
        Overwrite(Banner + "c\nd\n" + new string('x', 400) + "\n");

        Assert.Equal(["half", "b", Banner.TrimEnd(), "c", "d", new string('x', 400)], _file.ReadNew(isStopped ? Reopened(source, position) : source));
    }

    [Fact]
    public void ASecondCopyOverTheFirstIsRead()
    {
        _file.Append("the first generation of lines\n");
        var source = Opened("the first generation of lines");
        _file.Append("a\n");
        File.Copy(_file.Path, _file["app.log.1"]);
        Overwrite("");
        Assert.Equal(["a"], _file.ReadNew(source));

        Overwrite("the second generation of lines\n");
        Overwrite("the second generation of lines\n", "app.log.1");
        Overwrite("the third one\n");

        Assert.Equal(["the second generation of lines", "the third one"], _file.ReadNew(source));
    }

    [Fact]
    public void AnEmptyFileThatWasCopiedAndTruncatedBeforeALookLosesNothing()
    {
        var source = OpenedEmpty(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        _file.Append("a\n");
        File.Copy(_file.Path, _file["app.log.1"]);
        Overwrite("b\n");

        Assert.Equal(["a", "b"], _file.ReadNew(source));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AGapOfNulsAsATruncationUnderAWriterLeavesItIsSkipped(bool isUtf16)
    {
        var encoding = isUtf16 ? System.Text.Encoding.Unicode : System.Text.Encoding.UTF8;
        using var writer = new FileStream(_file.Path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.Write(encoding.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(line => $"line number {line:D4} is here\n"))));
        writer.Flush();
        var source = _file.Open();
        Assert.Equal(5000, _file.ReadNew(source).Length);

        using (var file = new FileStream(_file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
        }

        Assert.Empty(_file.ReadNew(source));
        writer.Write(encoding.GetBytes("after the gap\nand more\n"));
        writer.Flush();

        Assert.Equal(["after the gap", "and more"], _file.ReadNew(source));
        writer.Write(encoding.GetBytes("later\n"));
        writer.Flush();
        Assert.Equal(["later"], _file.ReadNew(source));
        Assert.Contains(_file.Reports, line => line.Contains("NUL bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void ASymbolicLinkThatIsSwitchedIsFollowed()
    {
        LinkTo("real.1", "a\n");
        var source = Opened("a");
        File.AppendAllText(_file["real.1"], "b\n");
        LinkTo("real.2", "c\n");
        LinkTo("real.3", "d\n");

        Assert.Equal(["b", "c", "d"], _file.ReadNew(source));

        // And while the reader is stopped; then the file is rotated where the link leads to.
        var position = FollowedFile.Position(source);
        source.Dispose();
        File.AppendAllText(_file["real.3"], "e\n");
        LinkTo("real.4", "f\n");
        File.Move(_file["real.4"], _file["real.4.20260506-070809"]);
        File.WriteAllText(_file["real.4"], "g\n");
        foreach (var (name, second) in new[] { ("real.3", 1), ("real.4.20260506-070809", 2), ("real.4", 3) })
        {
            File.SetLastWriteTimeUtc(_file[name], new DateTime(2026, 5, 6, 7, 8, second, DateTimeKind.Utc));
        }

        Assert.Equal(["e", "f", "g"], _file.ReadNew(_file.Open(position)));
    }

    [Fact]
    public void APositionInTheBeginningOfANewFileIsTheEndOfTheOneBefore()
    {
        _file.Append("the file before\n");
        var source = Opened("the file before");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("hal");
        Assert.Empty(_file.ReadNew(source));
        var position = FollowedFile.Position(source);
        Assert.Equal(16, position.Offset);
        source.Dispose();

        File.Move(_file.Path, _file["app.log"] + ".tmp");
        File.AppendAllText(_file["app.log"] + ".tmp", "f\n");
        File.Move(_file["app.log.1"], _file["app.log.2"]);
        File.Move(_file["app.log"] + ".tmp", _file["app.log.1"]);
        _file.Append("new\n");

        Assert.Equal(["half", "new"], _file.ReadNew(_file.Open(position)));
    }

    [Fact]
    public void APositionInAnEarlierFileIsKeptWhileItsLastEventIsOpen()
    {
        _file.Append("a line of the first file\nits last event\n");
        var source = _file.Open();
        source.Poll();
        source.TryReadLine(out _);
        source.TryReadLine(out _);
        var mark = source.LineStart;
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("new\n");
        Assert.Equal(["new"], _file.ReadNew(source));

        var position = source.GetPosition(mark)!;

        Assert.Equal(25, position.Offset);
        Assert.Equal(["its last event", "new"], _file.ReadNew(_file.Open(position)));
    }

    [Fact]
    public void AFileThatIsGoneIsToldAndWhatWasWrittenSinceIsRead()
    {
        _file.Append("a line that is long enough\n");
        var position = Stopped(1);
        File.Delete(_file.Path);
        File.WriteAllText(_file["app.log.1"], "b\n");
        File.SetLastWriteTimeUtc(_file["app.log.1"], DateTime.UtcNow.AddMinutes(1));
        _file.Append("c\n");

        Assert.Equal(["b", "c"], _file.ReadNew(_file.Open(position)));
        Assert.Contains("what it held unread is lost", Assert.Single(_file.Reports), StringComparison.Ordinal);
    }

    [Fact]
    public void AWriterThatComesTooLateIsTold()
    {
        _file.Append("a\n");
        var source = Opened("a");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("b\n");
        Assert.Equal(["b"], _file.ReadNew(source));

        File.AppendAllText(_file["app.log.1"], "late\n");

        Assert.Empty(_file.ReadNew(source));
        Assert.Contains("added 5 bytes to the rotated file", _file.Reports[^1], StringComparison.Ordinal);
        Assert.Equal((1, 1), (source.LostLineCount, source.LossCount));

        File.AppendAllText(_file["app.log.1"], "later\nand later\n");

        Assert.Empty(_file.ReadNew(source));
        Assert.Equal((3, 1), (source.LostLineCount, source.LossCount));
    }

    [Fact]
    public void ATruncationWithoutACopyIsCountedAsALoss()
    {
        _file.Append("a line that is long enough\n");
        var source = Opened("a line that is long enough");
        Assert.Equal(0, source.LossCount);

        Overwrite("b\n");

        Assert.Equal(["b"], _file.ReadNew(source));
        Assert.Equal((0, 1), (source.LostLineCount, source.LossCount));
    }

    [Theory]
    [InlineData("app.1.log", "app.2.log", "app.3.log")]
    [InlineData("app.3.log", "app.2.log", "app.1.log")]
    public void TheTimesOfTheCompressionDoNotTurnTheOrderOfNumberedFiles(string first, string second, string third)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var source = OpenedEmpty(time);

        // The files are compressed from the youngest on, and each gets the time of its compression.
        _file.Append("all of the first file\n");
        MoveTo(first + ".gz", time.AddSeconds(5));
        _file.Append("all of the second file\n");
        MoveTo(second + ".gz", time.AddSeconds(4));
        _file.Append("all of the third file\n");
        MoveTo(third, time.AddSeconds(6));
        _file.Append("all of the fourth file\n");

        Assert.Equal(["all of the first file", "all of the second file", "all of the third file", "all of the fourth file"], _file.ReadNew(source));
    }

    [Theory]
    [InlineData("app.1.log.gz", "app.2.log")]
    [InlineData("app.2.log.gz", "app.1.log")]
    public void ACompressedCopyIsAsOldAsWhatWasReadOfIt(string first, string second)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        _file.Append("all of the first file\n");
        File.SetLastWriteTimeUtc(_file.Path, time);
        var source = Opened("all of the first file");

        // Two files are copied and truncated, and the older one is compressed after the younger one was written.
        Compress(first, File.ReadAllBytes(_file.Path), time.AddSeconds(9));
        File.WriteAllText(_file[second], "all of the second file\n");
        File.SetLastWriteTimeUtc(_file[second], time.AddSeconds(5));
        Overwrite("all of the third file\n");

        Assert.Equal(["all of the second file", "all of the third file"], _file.ReadNew(source));
    }

    [Fact]
    public void ACompressedCopyOfWhatARenamedFileHeldIsReadBeforeIt()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var source = OpenedEmpty(time);

        // Copied and truncated, then renamed, and the copy is compressed last.
        _file.Append("all of the first file\n");
        Compress("app.log.2.gz", File.ReadAllBytes(_file.Path), time.AddSeconds(9));
        Overwrite("all of the second file\n");
        MoveTo("app.log.1", time.AddSeconds(5));
        _file.Append("all of the third file\n");

        Assert.Equal(["all of the first file", "all of the second file", "all of the third file"], _file.ReadNew(source));
    }

    [Fact]
    public void AFileThatIsCompressedAfterAnEmptyOneCameIsNotReadAgain()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        _file.Append("all of the first file\n");
        var source = Opened("all of the first file");
        MoveTo("app.log.1", time);
        _file.Append("all of the second file\n");
        Assert.Equal(["all of the second file"], _file.ReadNew(source));
        File.Move(_file["app.log.1"], _file["app.log.2"]);
        MoveTo("app.log.1", time.AddSeconds(1));
        File.WriteAllBytes(_file.Path, [0xEF, 0xBB, 0xBF]);
        File.SetLastWriteTimeUtc(_file.Path, time.AddSeconds(1));

        // The program reads on from the end of the second file, and finds the first one compressed since.
        source = Reopened(source, FollowedFile.Position(source));
        Assert.Empty(_file.ReadNew(source));
        Compress("app.log.3.gz", File.ReadAllBytes(_file["app.log.2"]), time.AddSeconds(9));
        File.Delete(_file["app.log.2"]);
        File.Move(_file["app.log.1"], _file["app.log.2"]);
        MoveTo("app.log.1", time.AddSeconds(10));
        _file.Append("all of the third file\n");

        Assert.Equal(["all of the third file"], _file.ReadNew(source));
    }

    [Fact]
    public void AnOrderThatIsSeenWhileFilesAreNotCompressedStillHoldsWhenTheyAre()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        _file.Append("all of the first file\n");
        File.SetLastWriteTimeUtc(_file.Path, time);
        var source = Opened("all of the first file");
        var position = FollowedFile.Position(source);
        Compress("app.1.log.gz", [.. File.ReadAllBytes(_file.Path), .. SourceLines.Utf8("more of it\n")], time.AddSeconds(9));
        File.Delete(_file.Path);
        _file.Append("all of the second file\n");
        MoveTo("app.2.log", time.AddSeconds(3));
        _file.Append("all of the third file\n");
        MoveTo("app.3.log", time.AddSeconds(5));
        _file.Append("all of the fourth file\n");

        source = Reopened(source, position);
        source.Poll();
        Compress("app.3.log.gz", File.ReadAllBytes(_file["app.3.log"]), time.AddSeconds(10));
        Compress("app.2.log.gz", File.ReadAllBytes(_file["app.2.log"]), time.AddSeconds(11));
        File.Delete(_file["app.2.log"]);
        File.Delete(_file["app.3.log"]);

        Assert.Equal(["more of it", "all of the second file", "all of the third file", "all of the fourth file"], _file.ReadNew(source));
        Assert.Equal(0, source.LossCount);
    }

    [Fact]
    public void AnOrderThatNothingTellsIsCountedAsALoss()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var source = OpenedEmpty(time);

        // Rotation and compression that nobody watched: either may be the older one.
        Compress("app.1.log.gz", SourceLines.Utf8("one of the files\n"), time.AddSeconds(9));
        Compress("app.2.log.gz", SourceLines.Utf8("another of the files\n"), time.AddSeconds(8));
        File.Delete(_file.Path);
        _file.Append("all of the last file\n");

        Assert.Equal("all of the last file", _file.ReadNew(source)[^1]);
        Assert.Equal(1, source.LossCount);
        Assert.Single(_file.Reports, report => report.Contains("which of them is the older one", StringComparison.Ordinal));
    }

    [Fact]
    public void AFileOfAByteOrderMarkThatWasCopiedAndTruncatedBetweenTwoLooksLosesNothing()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.WriteAllBytes(_file.Path, [0xEF, 0xBB, 0xBF]);
        File.SetLastWriteTimeUtc(_file.Path, time);
        var source = _file.Open();

        // A single look finds the mark.
        source.Poll();
        _file.Append("a\n");
        File.Copy(_file.Path, _file["app-20260101.log"]);
        File.SetLastWriteTimeUtc(_file["app-20260101.log"], time.AddSeconds(1));
        File.WriteAllBytes(_file.Path, [0xEF, 0xBB, 0xBF]);
        File.SetLastWriteTimeUtc(_file.Path, time.AddSeconds(2));
        File.Move(_file.Path, _file["app-20260102.log"]);
        _file.Append("b\n");

        Assert.Equal(["a", "b"], _file.ReadNew(source));
    }

    [Fact]
    public void MembersThatAreAppendedToAGzipFileAreRead()
    {
        File.WriteAllBytes(_file.Path, SourceLines.Gzip("a\n"));
        var source = Opened("a");
        var second = SourceLines.Gzip("b\nc\n");

        // Half of a member comes first.
        AppendBytes(second[..^10]);
        var lines = _file.ReadNew(source).ToList();
        AppendBytes(second[^10..]);
        lines.AddRange(_file.ReadNew(source));
        AppendBytes(SourceLines.Gzip("d\n"));
        lines.AddRange(_file.ReadNew(source));

        Assert.Equal(["b", "c", "d"], lines);
    }

    [Fact]
    public void AnotherCompressionIsNoText()
    {
        File.WriteAllBytes(_file.Path, [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 1, 2, 3, 10, 5, 6]);
        var source = _file.Open();
        Assert.Empty(_file.ReadNew(source));
        Assert.Contains("it is compressed with zstd", Assert.Single(_file.Reports), StringComparison.Ordinal);

        File.Delete(_file.Path);
        _file.Append("a\n");

        Assert.Equal(["a"], _file.ReadNew(source));
    }

    [Fact]
    public void APositionOfAnEarlierVersionIsRead()
    {
        _file.Append("a\nb\nc\n");
        var full = Stopped(2);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder, "position");
        File.WriteAllText(path, $$"""{"Offset":{{full.Offset}},"LineNumber":2,"HeadLength":{{full.HeadLength}},"HeadHash":{{full.HeadHash}}}""");
        var position = new PositionStore(path, TimeSpan.FromSeconds(5), _file.Clock, _file.Reports.Add).Load();
        Assert.Null(position!.FileId);

        _file.Append("d\n");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("e\n");

        Assert.Equal(["c", "d", "e"], _file.ReadNew(_file.Open(position)));
    }

    [Fact]
    public void APositionIsSavedWithAllThatRecognizesTheFile()
    {
        _file.Append("a line\n");
        var position = Stopped(1);

        Assert.Equal((0, 7), (position.CheckOffset, position.CheckLength));
        Assert.Equal(_file.Path, position.FilePath);
        Assert.Equal(position, JsonSerializer.Deserialize<TextPosition>(JsonSerializer.Serialize(position)));
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Assert.NotNull(position.FileId);
        }
    }

    private FileSource Opened(params string[] lines)
    {
        var source = _file.Open();
        Assert.Equal(lines, _file.ReadNew(source));
        return source;
    }

    private FileSource OpenedEmpty(DateTime time)
    {
        _file.Append("");
        File.SetLastWriteTimeUtc(_file.Path, time);
        return Opened();
    }

    private FileSource Reopened(FileSource source, TextPosition position)
    {
        source.Dispose();
        return _file.Open(position);
    }

    private TextPosition Stopped(int lines)
    {
        using var source = _file.Open();
        source.Poll();
        for (var line = 0; line < lines; line++)
        {
            Assert.True(source.TryReadLine(out _));
        }

        return FollowedFile.Position(source);
    }

    private void MoveTo(string name, DateTime written)
    {
        File.SetLastWriteTimeUtc(_file.Path, written);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            File.Move(_file.Path, _file[name]);
            return;
        }

        Compress(name, File.ReadAllBytes(_file.Path), written);
        File.Delete(_file.Path);
    }

    private void Compress(string name, byte[] content, DateTime written)
    {
        using (var output = new GZipStream(File.Create(_file[name]), CompressionLevel.Fastest))
        {
            output.Write(content);
        }

        File.SetLastWriteTimeUtc(_file[name], written);
    }

    private void LinkTo(string name, string text)
    {
        File.WriteAllText(_file[name], text);
        File.Delete(_file.Path);
        File.CreateSymbolicLink(_file.Path, _file[name]);
    }

    private void Overwrite(string text, string name = "app.log")
    {
        using var file = new FileStream(_file[name], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        file.Write(SourceLines.Utf8(text));
    }

    private void AppendBytes(byte[] bytes)
    {
        using var file = new FileStream(_file.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }
}
