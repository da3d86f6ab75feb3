using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class SplitAllocationTests
{
    [Theory]
    [InlineData("HDFS")]
    [InlineData("BGL")]
    [InlineData("OpenStack")]
    [InlineData("Linux")]
    [InlineData("Zookeeper")]
    public void AHeaderItsSessionsAndItsEventTakeNoMemory(string name)
    {
        var lines = LoghubSet.Read(name).Lines;
        Assert.True(LineFormat.TryGet(name, out var format));
        var joiner = new EventJoiner(format);
        var readers = (SessionReader[])[new(SessionSelector.Pattern(@"blk_-?\d+"), format), new(SessionSelector.Pattern("instance: (<uuid>)"), format)];

        Assert.Equal(0, Least(() =>
        {
            foreach (var line in lines)
            {
                if (joiner.Add(line, out var completed))
                {
                    readers[0].Read(completed.Head, completed.Parts);
                    readers[1].Read(completed.Head, completed.Parts);
                }
            }
        }));
    }

    [Fact]
    public void AJsonLineWhoseTemplateWasSeenTakesNone()
    {
        Assert.True(LineFormat.TryGet("CompactJson", out var format));
        var parts = new LineParts();
        const string Line = """{"@t":"2016-06-07T03:44:57.8532799Z","@mt":"Hello, {User} {N}","@tr":"abc","User":"nb","N":15}""";

        Assert.Equal(0, Least(() => Assert.True(format.TrySplit(Line, parts))));
    }

    // The least of some runs: the runtime allocates for itself now and then.
    private static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
