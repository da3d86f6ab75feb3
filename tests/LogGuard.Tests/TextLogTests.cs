namespace LogGuard.Tests;

public class TextLogTests
{
    private static readonly TextLogOptions Options = new() { Path = "app.log", Follow = true };

    private static readonly TextLogSummary Summary = new() { Lines = 1, Events = 1, Unparsed = 0, Joined = 0, Shortened = 0, InvalidCharacters = 0 };

    [Fact]
    public async Task ItReadsOnceFromItsStartToItsDisposal()
    {
        var starts = 0;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new TextLog(Options, async (_, cancellation) =>
        {
            Interlocked.Increment(ref starts);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return Summary;
        });
        Assert.Equal(0, starts);

        await log.StartAsync();
        await log.StartAsync();
        await started.Task;
        Assert.False(log.Completion.IsCompleted);
        await log.DisposeAsync();
        await log.DisposeAsync();

        Assert.True(log.Completion.IsCanceled);
        Assert.Equal(1, starts);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.StartAsync());
    }

    [Fact]
    public async Task ItsCompletionHasTheSummary()
    {
        await using var log = new TextLog(Options, (_, _) => Task.FromResult(Summary));
        await log.StartAsync();

        Assert.Same(Summary, await log.Completion);
    }

    [Fact]
    public async Task ItsCompletionHasTheErrorAndDisposalHasNot()
    {
        var log = new TextLog(Options, (_, _) => throw new FileNotFoundException());
        await log.StartAsync();

        await Assert.ThrowsAsync<FileNotFoundException>(() => log.Completion);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task WithoutStartItIsCancelledByDisposal()
    {
        var log = new TextLog(Options, (_, _) => Task.FromResult(Summary));
        await log.DisposeAsync();

        Assert.True(log.Completion.IsCanceled);
    }

    [Fact]
    public async Task TheTokenOfTheStartEndsItToo()
    {
        using var stop = new CancellationTokenSource();
        await using var log = new TextLog(Options, async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return Summary;
        });
        await log.StartAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.Completion);
    }

    [Fact]
    public void WrongSettingsThrowAtOnce()
    {
        Assert.Throws<ArgumentException>(() => new TextLog(new TextLogOptions(), (_, _) => Task.FromResult(Summary)));
    }
}
