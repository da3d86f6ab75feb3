using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public sealed class FileFollowingTests : IDisposable
{
    private readonly FollowedFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void WhatIsAddedIsRead()
    {
        _file.Append("a\n");
        var source = _file.Open();

        Assert.Equal(["a"], _file.ReadNew(source));
        Assert.Empty(_file.ReadNew(source));
        _file.Append("b\nc\n");
        Assert.Equal(["b", "c"], _file.ReadNew(source));
        Assert.Empty(_file.Reports);
    }

    [Fact]
    public void AnUnfinishedLineIsHeldUntilItIsFinished()
    {
        _file.Append("first ha");
        var source = _file.Open();

        Assert.Empty(_file.ReadNew(source));
        _file.Append("lf\r");
        Assert.Empty(_file.ReadNew(source));
        _file.Append("\nnext");

        Assert.Equal(["first half"], _file.ReadNew(source));
    }

    [Fact]
    public void AnUnfinishedLineIsLetGoAfterItsTime()
    {
        _file.Append("a\nunfinished");
        var source = _file.Open();
        Assert.Equal(["a"], _file.ReadNew(source));

        // The events before are whole after the quiet time.
        _file.Clock.Advance(_file.Options.QuietTime);
        Assert.Equal(LineWait.Quiet, source.Poll());
        Assert.Empty(SourceLines.AtHand(source));
        _file.Clock.Advance(_file.Options.UnfinishedLineTime - _file.Options.QuietTime - TimeSpan.FromTicks(1));
        Assert.Null(source.Poll());
        _file.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(LineWait.Quiet, source.Poll());

        Assert.Equal(["unfinished"], SourceLines.AtHand(source));
        Assert.Null(source.Poll());

        // What follows is another line; what only finishes it is none.
        _file.Append("\nb\n");
        Assert.Equal(["b"], _file.ReadNew(source));
        _file.Append("one");
        _file.ReadNew(source);
        _file.Clock.Advance(_file.Options.UnfinishedLineTime);
        Assert.Equal(["one"], _file.ReadNew(source));
        _file.Append(" more\n\n");
        Assert.Equal([" more", ""], _file.ReadNew(source));
        Assert.Equal(new FileInfo(_file.Path).Length, source.Next.Offset);
    }

    [Fact]
    public void QuietIsToldOnceAndOnlyAfterNews()
    {
        _file.Append("");
        var source = _file.Open();
        _file.Clock.Advance(_file.Options.QuietTime);
        Assert.Null(source.Poll());

        _file.Append("a\n");
        Assert.Equal(["a"], _file.ReadNew(source));
        _file.Clock.Advance(_file.Options.QuietTime);
        Assert.Equal(LineWait.Quiet, source.Poll());
        Assert.False(source.TryReadLine(out _));
        _file.Clock.Advance(_file.Options.QuietTime);
        Assert.Null(source.Poll());
    }

    [Fact]
    public void AFileThatIsNotThereYetIsWaitedForAndThatIsToldOnce()
    {
        _file.Options.StartAt = TextLogStart.End;
        var source = _file.Open();
        Assert.Empty(_file.ReadNew(source));

        _file.Append("a\n");

        Assert.Equal(["a"], _file.ReadNew(source));
        Assert.Contains("waiting for it: ", Assert.Single(_file.Reports), StringComparison.Ordinal);
    }

    [Fact]
    public void StartingAtTheEndGivesWhatIsAddedAndNoHalfLine()
    {
        _file.Options.StartAt = TextLogStart.End;
        _file.Append("a\nb");
        var source = _file.Open();

        Assert.Empty(_file.ReadNew(source));
        _file.Append("c\nd\n");

        Assert.Equal(["bc", "d"], _file.ReadNew(source));
    }

    [Fact]
    public void ARotatedFileIsReadToItsEndBeforeTheNewOne()
    {
        _file.Append("a\n");
        var source = _file.Open();
        Assert.Equal(["a"], _file.ReadNew(source));

        _file.Append("b\nno line end");
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("c\n");

        Assert.Equal(["b", "no line end", "c"], _file.ReadNew(source));
        Assert.Equal(new LinePosition(1, 2, 1), source.Next);
        Assert.Equal($"{_file.Path} is another file now; the previous one was read to its end.", Assert.Single(_file.Reports));
    }

    [Fact]
    public void AWriterThatStillHasTheRotatedFileOpenIsHeard()
    {
        _file.Append("a\n");
        var source = _file.Open();
        _file.ReadNew(source);

        // As logrotate does: renamed, made anew and empty; the writer is told later.
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("");
        Assert.Empty(_file.ReadNew(source));
        File.AppendAllText(_file["app.log.1"], "b\n");
        Assert.Equal(["b"], _file.ReadNew(source));

        // Two processes, of which one turns to the new file first.
        _file.Append("d\n");
        Assert.Null(source.Poll());
        File.AppendAllText(_file["app.log.1"], "c\n");

        Assert.Equal(["c", "d"], _file.ReadNew(source));
    }

    [Fact]
    public void AWriterThatNeverLeavesTheRotatedFileDoesNotKeepTheNewOneBack()
    {
        _file.Append("a\n");
        var source = _file.Open();
        _file.ReadNew(source);
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("new\n");

        var lines = new List<string>();
        for (var look = 0; look < 100; look++)
        {
            if (source.Poll() != LineWait.More)
            {
                File.AppendAllText(_file["app.log.1"], "old\n");
            }

            lines.AddRange(SourceLines.AtHand(source));
        }

        Assert.Contains("new", lines);
    }

    [Fact]
    public void RotationIsNoticedWhateverTheSizesOfTheFiles()
    {
        _file.Append("same\n");
        var source = _file.Open();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(["same"], _file.ReadNew(source));
            File.Move(_file.Path, _file[$"app.log.{round}"]);
            _file.Append("same\n");

            // As long, and with the same beginning: only the time of the last write tells them apart.
            File.SetLastWriteTimeUtc(_file.Path, new DateTime(2027, 1, 1 + round, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(["same"], _file.ReadNew(source));
        File.Delete(_file.Path);
        _file.Append("same\nmore\n");
        Assert.Equal(["same", "more"], _file.ReadNew(source));
    }

    [Fact]
    public void ATruncatedFileIsReadFromItsBeginning()
    {
        _file.Append("a\nb\nhalf");
        var source = _file.Open();
        Assert.Equal(["a", "b"], _file.ReadNew(source));

        File.WriteAllText(_file.Path, "c\n");

        Assert.Equal(["half", "c"], _file.ReadNew(source));
        Assert.Equal($"{_file.Path} was truncated or overwritten, and there is no copy of it; what was written last may be lost. Reading it from the beginning.", Assert.Single(_file.Reports));
        Assert.Equal(new LinePosition(1, 2, 1), source.Next);
    }

    [Fact]
    public void AFileThatWasTruncatedAndHasGrownPastThePlaceIsReadFromItsBeginning()
    {
        _file.Append("12:00 a\n");
        var source = _file.Open();
        _file.ReadNew(source);

        using (var file = new FileStream(_file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            file.Write("12:05 b\n12:06 c\n"u8);
        }

        Assert.Equal(["12:05 b", "12:06 c"], _file.ReadNew(source));
    }

    [Fact]
    public void AFileTruncatedToNothingIsWaitedFor()
    {
        _file.Append("a\n");
        var source = _file.Open();
        _file.ReadNew(source);

        File.WriteAllText(_file.Path, "");
        Assert.Empty(_file.ReadNew(source));
        _file.Append("a\n");

        Assert.Equal(["a"], _file.ReadNew(source));
    }

    [Fact]
    public void AFileThatVanishesIsWaitedForAndThatIsToldOnce()
    {
        _file.Append("a\n");
        var source = _file.Open();
        _file.ReadNew(source);

        File.Delete(_file.Path);
        Assert.Empty(_file.ReadNew(source));
        Assert.Empty(_file.ReadNew(source));
        Assert.Contains("waiting for it: ", Assert.Single(_file.Reports), StringComparison.Ordinal);
        _file.Append("b\n");

        Assert.Equal(["b"], _file.ReadNew(source));
    }

    [Fact]
    public void AFolderOfTheSameNameIsWaitedOut()
    {
        Directory.CreateDirectory(_file.Path);
        var source = _file.Open();
        Assert.Empty(_file.ReadNew(source));
        Directory.Delete(_file.Path);
        _file.Append("a\n");

        Assert.Equal(["a"], _file.ReadNew(source));
    }

    [Fact]
    public void ADamagedGzipFileIsToldAndTheNextFileIsRead()
    {
        var bytes = SourceLines.Gzip("a\nb\n");
        File.WriteAllBytes(_file.Path, bytes[..^4]);
        var source = _file.Open();
        Assert.Equal(["a", "b"], _file.ReadNew(source));
        Assert.Equal($"{_file.Path} cannot be read; waiting for it: the gzip data is truncated", Assert.Single(_file.Reports));

        File.Delete(_file.Path);
        _file.Append("c\n");

        Assert.Equal(["c"], _file.ReadNew(source));
        Assert.Null(source.Fault);
    }

    [Fact]
    public void ARestartGoesOnInTheRenamedFileAndThenInTheNewOne()
    {
        _file.Append("a\nb\n");
        var source = _file.Open();
        source.Poll();
        source.TryReadLine(out _);
        var position = FollowedFile.Position(source);
        source.Dispose();
        File.Move(_file.Path, _file["app.log.1"]);
        _file.Append("c\n");

        var next = _file.Open(position);

        Assert.Equal(["b", "c"], _file.ReadNew(next));
        _file.Append("d\n");
        Assert.Equal(["d"], _file.ReadNew(next));
        Assert.Equal(4, FollowedFile.Position(next).Offset);
    }

    [Fact]
    public async Task TheClockDrivesTheWaiting()
    {
        var clock = new TestTimeProvider();
        _file.Append("");
        _file.Options.Path = _file.Path;
        using var source = new FileSource(_file.Options.Freeze(), null, clock, _file.Reports.Add);
        var wait = source.WaitForMoreAsync(CancellationToken.None).AsTask();
        Assert.False(wait.IsCompleted);

        _file.Append("a\n");
        clock.Advance(_file.Options.PollInterval);

        Assert.Equal(LineWait.More, await wait);
        Assert.Equal(["a"], SourceLines.AtHand(source));
    }

    [Fact]
    public async Task CancellationEndsTheWaitAtOnce()
    {
        _file.Append("");
        _file.Options.Path = _file.Path;
        using var source = new FileSource(_file.Options.Freeze(), null, new TestTimeProvider(), _file.Reports.Add);
        using var cancellation = new CancellationTokenSource();
        var wait = source.WaitForMoreAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public void AnyWayOfWritingGivesTheSameLines() => Properties.Hold<byte[]>(steps =>
    {
        using var file = new FollowedFile();
        file.Append("");
        var source = file.Open();
        var expected = new List<string>();
        var lines = new List<string>();
        var line = 0;
        foreach (var step in steps)
        {
            switch (step % 5)
            {
                case 0:
                    file.Append($"{line}\n");
                    expected.Add($"{line++}");
                    break;
                case 1:
                    file.Append($"{line} in");
                    lines.AddRange(file.ReadNew(source));
                    file.Append(" two\r\n");
                    expected.Add($"{line++} in two");
                    break;
                case 2:
                    lines.AddRange(file.ReadNew(source));
                    File.Move(file.Path, file[$"app.log.{line++}"]);
                    file.Append($"rotated {line}\n");
                    expected.Add($"rotated {line++}");
                    break;
                case 3:
                    lines.AddRange(file.ReadNew(source));
                    File.WriteAllText(file.Path, $"cut {line}\n");
                    expected.Add($"cut {line++}");
                    break;
                default:
                    source.Poll();
                    lines.AddRange(SourceLines.AtHand(source));
                    break;
            }
        }

        lines.AddRange(file.ReadNew(source));
        return lines.SequenceEqual(expected, StringComparer.Ordinal);
    });
}
