using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class VariableWordTests
{
    [Theory]
    [InlineData("{0} logged in from web")]
    [InlineData("[{0}] logged in from web")]
    [InlineData("{0} joined")]
    [InlineData("Hello {0} {1}, welcome back")]
    [InlineData("{0} invited {1} to project {2}")]
    [InlineData("login of {0} from web succeeded")]
    [InlineData("user {0} on host {1} changed the file {2}")]
    public void WordsThatAreManyAreValuesWhereverTheyStand(string line)
    {
        var random = new Random(11);
        var miner = new TemplateMiner();
        for (var i = 0; i < 200; i++)
        {
            miner.Learn(Line(line, random));
        }

        miner.Freeze();
        var unknown = Enumerable.Range(0, 300).Count(_ => !miner.TryMatch(Line(line, random), out var _));

        Assert.InRange(unknown, 0, 6);
        Assert.InRange(miner.Count, 1, 2);
    }

    [Fact]
    public void FewWordsThatComeOftenAreEvents()
    {
        var miner = new TemplateMiner();
        string[] verbs = ["accepted", "declined", "queued", "refunded"];
        string[] starts = ["Created", "Deleted", "Updated", "Paid", "Shipped", "Returned", "Cancelled", "Packed"];
        for (var i = 0; i < 400; i++)
        {
            miner.Learn($"payment {i} was {verbs[i % verbs.Length]} by the bank");
            miner.Learn($"{starts[i % starts.Length]} order {i} of the customer");
        }

        Assert.Equal(verbs.Length + starts.Length, miner.Count);
    }

    [Fact]
    public void SentencesThatShareTwoWordsAndComeAgainAreEvents()
    {
        var miner = new TemplateMiner();
        string[] verbs = ["open", "read", "close", "send", "parse", "bind", "lock", "flush", "seek", "map", "copy", "find"];
        string[] things = ["file", "socket", "config", "frame", "page", "table", "queue", "timer", "user", "route", "index", "cache"];
        for (var round = 0; round < 50; round++)
        {
            // Every statement comes before the next one for the first time, as in a program that runs.
            for (var i = 0; i <= Math.Min(round, 23); i++)
            {
                miner.Learn($"Failed to {verbs[i / 2]} the {things[(i + 1) / 2 % things.Length]}");
            }
        }

        Assert.Equal(24, miner.Count);
    }

    [Fact]
    public void WordsAreCountedOnAfterAMinerIsLoaded()
    {
        var random = new Random(3);
        var miner = new TemplateMiner();
        for (var i = 0; i < 9; i++)
        {
            miner.Learn(Line("{0} logged in from web", random));
        }

        var loaded = Support.MinerFile.Copy(miner);
        var last = loaded.Learn(Line("{0} logged in from web", random));

        Assert.Equal(9, miner.Count);
        Assert.Equal((1, TemplateChange.Merged), (last.Id, last.Change));
    }

    private static string Line(string line, Random random) => string.Format(null, line, Name(random), Name(random), Name(random));

    private static string Name(Random random)
    {
        string[] syllables = ["ka", "ro", "mi", "ten", "lo", "su", "bra", "vi", "nel", "do", "fa", "gri", "po", "wen", "zu"];
        return string.Concat(Enumerable.Range(0, 3).Select(_ => syllables[random.Next(syllables.Length)]));
    }

    // Not a time, which depends on the machine. In a full table of 8,206 templates each line looked at all: 324 lines a second.
    [Theory]
    [InlineData(8_206, 50)]
    [InlineData(8_282, 10)]
    [InlineData(1_262, 24)]
    [InlineData(128, 12)]
    public void AmongAsManyPatternsAsBeforeFewLinesLookAtAllOfThem(int count, int least)
    {
        var looks = Enumerable.Range(1, 100_000).Count(id => VariableWords.IsDue(count, least, id));

        Assert.InRange((long)looks * count, 200_000, 800_000);
    }

    [Fact]
    public void AGrowingNumberOfPatternsIsLookedAtAgain()
    {
        var looks = Enumerable.Range(1, 10_000).Where(count => VariableWords.IsDue(count, 10, count)).ToArray();

        Assert.Equal(10, looks[0]);
        Assert.InRange(looks.Length, 25, 60);
        Assert.InRange(looks[^1], 5_000, 10_000);
    }
}
