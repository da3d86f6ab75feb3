using LogGuard.Stress.Fuzzing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

public sealed class SnapshotFuzzTests
{
    [Fact]
    public async Task NoSnapshotMakesTheConstructorThrow()
    {
        using var folder = new TemporaryFolder();
        var original = Path.Combine(folder.Path, "original");
        await SnapshotFuzzModel.MakeAsync(original);
        var fuzzer = new SnapshotFuzzer(original, Path.Combine(folder.Path, "work"));

        var outcomes = Enumerable.Range(0, 150).Select(fuzzer.Try).ToArray();

        Assert.Empty(outcomes.Where(outcome => outcome.Exception is not null).Select(outcome => $"{outcome.What}: {outcome.Exception}"));
        Assert.Contains(outcomes, outcome => outcome.IsSetAside);
        Assert.Contains(outcomes, outcome => outcome.IsDetecting);
        Assert.Equal(0, outcomes.Sum(outcome => outcome.Failed));
    }
}
