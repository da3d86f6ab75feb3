using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class TemplateMinerEditingTests
{
    [Fact]
    public void ASeedIsFoundAndStaysAsItIs()
    {
        var miner = new TemplateMiner();
        var id = miner.Seed("Deleting block blk_<int> file <path> for <*> as owner=<*>", "Delete");

        Assert.Equal(id, miner.Learn("Deleting block blk_-9 file /a/b for whom as owner=root").Id);
        Assert.NotEqual(id, miner.Learn("Deleting block blk_-9 folder /a/b for whom as owner=root").Id);
        Assert.Equal("Delete", miner.Get(id).Name);
    }

    [Fact]
    public void ASeedTakesInWhatWasLearntBefore()
    {
        var miner = new TemplateMiner();
        miner.Learn("state is on");
        miner.Learn("state is off");

        Assert.Equal(1, miner.Seed("state is <*>"));
        Assert.Equal(1, miner.Resolve(2));
        Assert.Equal(1, miner.Learn("state is unclear").Id);
        Assert.Equal(1, miner.Seed("state is <*>", "again"));
        Assert.Equal("again", miner.Get(1).Name);
    }

    [Fact]
    public void ASeedThatSharesLinesWithAnotherIsRefused()
    {
        var miner = new TemplateMiner();
        miner.Seed("state <*> on");

        Assert.Contains("state <*> on", Assert.Throws<ArgumentException>(() => miner.Seed("state is <*>")).Message);
        Assert.Throws<ArgumentException>(() => new TemplateMiner(new TemplateMinerOptions { SeedTemplates = ["a <*>", "<*> b"] }));
    }

    [Fact]
    public void AMergedTemplateLeavesAnAlias()
    {
        var miner = new TemplateMiner();
        miner.Learn("disk full");
        miner.Learn("volume has no room left");
        miner.Rename(1, "Full");

        miner.Merge(2, 1);

        Assert.Equal(1, miner.Learn("volume has no room left").Id);
        Assert.Equal(1, miner.Resolve(2));
        Assert.Equal("Full", miner.Get(2).Name);
        Assert.Equal(["volume has no room left"], miner.Get(2).OtherTexts);
        Assert.Equal(3, miner.Get(1).Count);
        Assert.Equal(1, miner.Count);
        Assert.Equal(3, miner.Learn("next").Id);
    }

    [Fact]
    public void ASplitTemplateIsDividedByAValue()
    {
        var miner = new TemplateMiner();
        miner.Learn("exit code 0 after 5 ms");

        var parts = miner.Split(1, 0, "137", "139");

        Assert.Equal([2, 3], parts);
        Assert.Equal(2, miner.Learn("exit code 137 after 6 ms").Id);
        Assert.Equal(3, miner.Learn("exit code 139 after 6 ms").Id);
        Assert.Equal(1, miner.Learn("exit code 1 after 6 ms").Id);
        Assert.True(miner.TryMatch("exit code 139 after 1 ms", out var id));
        Assert.Equal(3, id);
        Assert.StartsWith("exit code 137 after <", miner.Get(2).Text);
        Assert.Single(miner.Get(2).Parameters);
        Assert.Equal([2, 4], miner.Split(1, 0, "137", "255"));
        Assert.Throws<ArgumentException>(() => miner.Split(1, 1, "5"));
        Assert.Throws<ArgumentException>(() => miner.Merge(1, 2));
    }

    [Fact]
    public void APartMayBeMergedBack()
    {
        var miner = new TemplateMiner();
        miner.Learn("exit code 0");
        miner.Split(1, 0, "137");

        miner.Merge(2, 1);

        Assert.Equal(1, miner.Learn("exit code 137").Id);
        Assert.Equal(1, miner.Resolve(2));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        var miner = new TemplateMiner();
        miner.Learn("disk full");

        Assert.Throws<ArgumentException>(() => miner.Get(7));
        Assert.Throws<ArgumentException>(() => miner.Rename(7, "x"));
        Assert.Throws<ArgumentException>(() => miner.Rename(1, ""));
        Assert.Throws<ArgumentException>(() => miner.Merge(1, 7));
        Assert.Throws<ArgumentException>(() => miner.Split(1, 0, "x"));
        Assert.Throws<ArgumentException>(() => miner.Split(1, 0));
        Assert.Throws<ArgumentException>(() => miner.Seed("  "));
        Assert.Equal(0, miner.Resolve(7));
    }

    [Fact]
    public void WrongSettingsAreAllNamed()
    {
        var options = new TemplateMinerOptions
        {
            SimilarityThreshold = double.NaN,
            TreeDepth = 2,
            ChildLimit = 0,
            TemplateLimit = 0,
            MaxTokens = 0,
            MaxLineLength = 1,
            CustomMaskTimeout = TimeSpan.Zero,
            CustomMasks = [new CustomMask("a b", "("), null!],
            SeedTemplates = [" "],
            SeedLines = null!,
        };

        var message = Assert.Throws<ArgumentException>(() => new TemplateMiner(options)).Message;

        foreach (var setting in typeof(TemplateMinerOptions).GetProperties().Select(property => property.Name).Where(name => name != "Masks"))
        {
            Assert.Contains(setting, message);
        }

        Assert.Contains("CustomMasks[0].Name", message);
        Assert.Contains("CustomMasks[0].Pattern", message);
        Assert.Contains("CustomMasks[1]", message);
    }
}
