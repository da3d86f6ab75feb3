using LogGuard.Stress.Fuzzing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

public sealed class LineFuzzTests
{
    /// <summary>A small version of the stress program's <c>fuzz-lines</c>.</summary>
    [Fact]
    public async Task WhateverALineHoldsItIsCountedOnceByEveryFormat()
    {
        using var folder = new TemporaryFolder();
        var real = FuzzLines.Read(Path.Combine(Repository.Root, "samples", "data"));
        for (var i = 0; i < LineFuzzFormats.All.Count; i++)
        {
            var (name, format) = LineFuzzFormats.All[i];
            await using var fuzzer = new LineFuzzer(format, real, seed: i, folder.Path);

            await fuzzer.RunAsync(600);

            Assert.True(fuzzer.ExceptionCount + fuzzer.UnbalancedCount == 0, $"{name}: {fuzzer.Example}");
            Assert.True(fuzzer.FitCount > 0, name);
        }
    }
}
