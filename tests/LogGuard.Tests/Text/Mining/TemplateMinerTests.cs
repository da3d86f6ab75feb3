using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class TemplateMinerTests
{
    [Fact]
    public void LinesThatDifferInNumbersShareATemplate()
    {
        var miner = new TemplateMiner();

        Assert.Equal(new MiningResult(1, TemplateChange.Created), miner.Learn("Received block blk_-38 of size 6710 from /10.251.74.227:50010"));
        Assert.Equal(new MiningResult(1, TemplateChange.None), miner.Learn("Received block blk_7 of size 12 from /10.0.0.1:1"));

        var template = miner.Get(1);
        Assert.Equal("Received block blk_<int> of size <int> from /<ip>", template.Text);
        Assert.Equal([ParameterType.Integer, ParameterType.Integer, ParameterType.Address], template.Parameters);
        Assert.Equal(2, template.Count);
        Assert.StartsWith("Received block blk_-38", template.Example);
    }

    [Fact]
    public void TemplatesWidenWhereValuesDifferAndKeepTheirId()
    {
        var miner = new TemplateMiner();
        miner.Learn("connection to db.example closed by peer");

        Assert.Equal(new MiningResult(1, TemplateChange.Generalised), miner.Learn("connection to web.example closed by peer"));
        Assert.Equal("connection to <*> closed by peer", miner.Get(1).Text);
    }

    [Fact]
    public void WordsTellEventsApart()
    {
        var miner = new TemplateMiner();

        Assert.Equal([1, 2, 3], new[] { "VM Started (Lifecycle Event)", "VM Stopped (Lifecycle Event)", "VM Paused (Lifecycle Event)" }.Select(line => miner.Learn(line).Id));
    }

    [Fact]
    public void FiveWordsInOnePlaceAreValuesOfAVariable()
    {
        var miner = new TemplateMiner();
        var ids = "ann,bob,cat,dan".Split(',').Select(name => miner.Learn($"password of {name} has expired today").Id).ToArray();

        Assert.Equal([1, 2, 3, 4], ids);
        Assert.Equal(new MiningResult(1, TemplateChange.Merged), miner.Learn("password of eve has expired today"));
        Assert.All(ids, id => Assert.Equal(1, miner.Resolve(id)));
        Assert.Equal("password of <*> has expired today", miner.Get(3).Text);
        Assert.Equal(5, miner.Get(1).Count);
    }

    [Fact]
    public void AListIsOneVariableHoweverLong()
    {
        var miner = new TemplateMiner();

        Assert.Equal(1, miner.Learn("speeds ( 3534 3375 4115 ) measured").Id);
        Assert.Equal(1, miner.Learn("speeds ( 3534, 3375, 4115, 12, 13 ) measured").Id);
        Assert.Equal("speeds ( <list> ) measured", miner.Get(1).Text);
    }

    [Fact]
    public void ADateInWordsIsOneVariable()
    {
        var miner = new TemplateMiner();

        Assert.Equal(1, miner.Learn("connection at Fri Jun 17 07:07:00 2005").Id);
        Assert.Equal(1, miner.Learn("connection at Mon, Jul 1 08:16:53 UTC 2019").Id);
    }

    [Fact]
    public void ASettledTemplateDoesNotWiden()
    {
        var miner = new TemplateMiner();
        miner.Learn("connection to db.example closed by peer 7");
        miner.Freeze();

        Assert.Equal(1, miner.LearnNew("connection to db.example closed by peer 8").Id);
        Assert.Equal(new MiningResult(2, TemplateChange.Created), miner.LearnNew("connection to a.example closed by peer 7"));
        Assert.Equal(new MiningResult(2, TemplateChange.Generalised), miner.LearnNew("connection to b.example closed by peer 7"));
        Assert.True(miner.Get(1).IsSettled);
        Assert.False(miner.Get(2).IsSettled);
    }

    [Fact]
    public void MatchingFindsAndNeverLearns()
    {
        var miner = new TemplateMiner();
        miner.Learn("disk full");

        Assert.True(miner.TryMatch("disk full", out var id));
        Assert.Equal(1, id);
        Assert.False(miner.TryMatch("disk empty", out id));
        Assert.Equal(0, id);
        Assert.Equal(1, miner.Count);
    }

    [Fact]
    public void UnmaskedTokensAreComparedAsTheyAre()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { Masks = false });
        miner.Learn("took 5 of all seconds");

        Assert.False(miner.TryMatch("took 6 of all seconds", out _));
        Assert.Equal(new MiningResult(1, TemplateChange.Generalised), miner.Learn("took 6 of all seconds"));
        Assert.Equal("took <*> of all seconds", miner.Get(1).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OwnMasksAreVariablesByTheirNames(bool masks)
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { Masks = masks, CustomMasks = [new CustomMask("order", "ORD-[A-Z]+( [A-Z]+)?")], CustomMaskTimeout = TimeSpan.FromSeconds(10) });

        Assert.Equal(1, miner.Learn("shipped ORD-AB CD in full").Id);
        Assert.Equal(1, miner.Learn("shipped ORD-X in full").Id);
        Assert.Equal("shipped <order> in full", miner.Get(1).Text);
    }

    [Fact]
    public void AMaskThatTakesTooLongIsCountedAndLeftOut()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions
        {
            CustomMasks = [new CustomMask("slow", "^(?=(a+)+$)b")],
            CustomMaskTimeout = TimeSpan.FromMilliseconds(1),
        });

        Assert.Equal(1, miner.Learn(new string('a', 40) + "!").Id);
        Assert.Equal(1, miner.MaskTimeoutCount);
    }

    [Theory]
    [InlineData("a.*b|a", 16_000, 1)]
    [InlineData("a.*b|a", 16_000, 64)]
    [InlineData("^(?=(a+)+$)b", 40, 64)]
    [InlineData("(?<=a)a*b|a", 65_000, 8)]
    public void AllCustomMasksOfALineShareOneTimeLimit(string pattern, int length, int masks)
    {
        var miner = new TemplateMiner(new TemplateMinerOptions
        {
            CustomMasks = [.. Enumerable.Range(0, masks).Select(i => new CustomMask("m" + i, pattern))],
            CustomMaskTimeout = TimeSpan.FromMilliseconds(20),
            MaxLineLength = 65_536,
        });
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        miner.Learn(new string('a', length) + "!");

        // Seconds without the limit, or the limit times the masks. A busy machine gets fifty times the limit.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
        Assert.Equal(1, miner.MaskTimeoutCount);
    }

    [Fact]
    public void LongLinesAreCutAndCounted()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { MaxTokens = 4, MaxLineLength = 30 });

        Assert.Equal(1, miner.Learn("a b c d e f").Id);
        Assert.Equal(1, miner.Learn("a b c x y").Id);
        Assert.Equal(0, miner.CutCount);
        Assert.Equal(1, miner.Learn("a b c " + new string('x', 10_000_000)).Id);
        Assert.Equal(1, miner.CutCount);
    }

    [Fact]
    public void EmptyLinesAreLinesToo()
    {
        var miner = new TemplateMiner();

        Assert.Equal(1, miner.Learn("").Id);
        Assert.Equal(1, miner.Learn(" \t ").Id);
        Assert.Equal("", miner.Get(1).Text);
    }

    [Fact]
    public void SeedLinesComeFirst()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { SeedLines = ["disk full"], SeedTemplates = ["took <int> seconds"] });

        Assert.Equal(["took <int> seconds", "disk full"], miner.Templates.Select(template => template.Text.Replace("<*>", "<int>")));
    }

    [Fact]
    public async Task ManyThreadsGetWhatOneWouldHave()
    {
        var miner = new TemplateMiner();
        var tasks = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                miner.Learn($"event {"abcdefgh"[i % 8]} number {i} of {thread}");
            }
        }));
        await Task.WhenAll(tasks);

        Assert.Equal(8_000, miner.Templates.Sum(template => template.Count));
        Assert.True(miner.TryMatch("event a number 5 of 9", out _));
    }

    [Fact]
    public void MatchingAllocatesNothing()
    {
        var miner = new TemplateMiner();
        string[] lines =
        [
            "Received block blk_-38 of size 6710 from /10.251.74.227:50010",
            "connection to db.example closed by peer at Fri Jun 17 07:07:00 2005",
            "connection to web.example closed by peer at Fri Jun 17 07:07:00 2005",
            "x=1 y=root z=/var/log/a.log 5f1c2b3a-0000-4000-8000-1234567890ab",
            "{\"msg\":\"login\",\"user\":\"Ann Lee\",\"roles\":[\"a\",\"b\"]} at [stations: [a, b]] of Trip(id=5, name=x) \"Ann Lee\"",
            "用户5登录成功 mail to a.b@example.org took 5 ms members: ann, bob, eve 00 1f a3 b2",
        ];
        foreach (var line in lines)
        {
            miner.Learn(line);
        }

        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
            {
                miner.TryMatch(lines[i % lines.Length], out _);
                miner.TryMatch("no such line 5", out _);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
