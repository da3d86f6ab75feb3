using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class ReentrancyGuardTests
{
    [Fact]
    public async Task WhatRunsOnOurThreadsAndIsStartedThereIsMarked()
    {
        var onThread = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var inTask = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        ReentrancyGuard.Start("test", ThreadPriority.Normal, () =>
        {
            onThread.SetResult(ReentrancyGuard.IsCurrent);
            _ = Task.Run(async () =>
            {
                await Task.Yield();
                inTask.SetResult(ReentrancyGuard.IsCurrent);
            });
        });

        Assert.True(await onThread.Task.WaitAsync(PipelineLog.Patience));
        Assert.True(await inTask.Task.WaitAsync(PipelineLog.Patience));
        Assert.False(ReentrancyGuard.IsCurrent);
    }

    [Fact]
    public async Task TheCallersContextDoesNotFlowIntoOurThreads()
    {
        var ambient = new AsyncLocal<string?> { Value = "the caller's" };
        var seen = new TaskCompletionSource<(string? Ambient, bool IsBackground)>(TaskCreationOptions.RunContinuationsAsynchronously);

        var thread = ReentrancyGuard.Start(
            "test", ThreadPriority.Normal, () => seen.SetResult((ambient.Value, Thread.CurrentThread.IsBackground)));

        Assert.Equal((null, true), await seen.Task.WaitAsync(PipelineLog.Patience));
        Assert.Equal("test", thread.Name);
    }
}
