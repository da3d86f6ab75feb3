using LogGuard.Stress.Fuzzing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

/// <summary>A small version of the stress program's <c>fuzz</c>.</summary>
public class FuzzTests
{
    [Fact]
    public void NothingThatALineHoldsBreaksAFormatASelectorOrAJoiner()
    {
        var run = new FuzzRun(FuzzLines.Read(Path.Combine(Repository.Root, "samples", "data")), seed: 7);

        run.Run(20_000);

        Assert.True(run.ExceptionCount == 0, string.Join('\n', run.Examples));

        // Each format was tried on lines of its own as well, or nothing was tried at all.
        Assert.All(run.Fits, format => Assert.True(format.Count > 0, format.Format));
    }
}
