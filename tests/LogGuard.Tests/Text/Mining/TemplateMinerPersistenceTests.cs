using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class TemplateMinerPersistenceTests
{
    [Fact]
    public void ALoadedMinerAnswersAsTheSavedOneWouldHave() => Properties.Hold<byte[][], byte[][]>((before, after) =>
    {
        var options = new TemplateMinerOptions { TemplateLimit = 6, ChildLimit = 2, SimilarityThreshold = 0.3 };
        var miner = new TemplateMiner(options);
        var lines = SomeLines.From(before);
        for (var i = 0; i < lines.Length; i++)
        {
            miner.Learn(lines[i]);
            if (i == lines.Length / 2)
            {
                miner.Freeze();
            }
        }

        var loaded = MinerFile.Copy(miner, options);
        var isSame = SomeLines.From(after).All(line => miner.LearnNew(line) == loaded.LearnNew(line) && miner.Learn(line) == loaded.Learn(line));

        return isSame && MinerFile.Save(miner).AsSpan().SequenceEqual(MinerFile.Save(loaded));
    });

    [Fact]
    public void NamesAliasesAndPartsComeBack()
    {
        var miner = new TemplateMiner();
        var first = miner.Learn("disk full").Id;
        var second = miner.Learn("volume has no room").Id;
        var taken = miner.Learn("took 5 seconds").Id;
        miner.Rename(first, "Full");
        miner.Merge(second, first);
        var part = Assert.Single(miner.Split(taken, 0, "7"));

        var loaded = MinerFile.Copy(miner);

        Assert.Equal("Full", loaded.Get(second).Name);
        Assert.Equal(first, loaded.Resolve(second));
        Assert.Equal(part, loaded.Learn("took 7 seconds").Id);
        Assert.Equal(taken, loaded.Learn("took 8 seconds").Id);
        Assert.Equal(loaded.Templates.Select(template => template.Text), miner.Templates.Select(template => template.Text));
    }

    [Fact]
    public void WhatIsCutShortIsRefused()
    {
        var miner = new TemplateMiner();
        miner.Learn("took 5 seconds");
        var bytes = MinerFile.Save(miner);

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Throws<InvalidDataException>(() => MinerFile.Load(bytes[..length])));
    }

    [Theory]
    [InlineData("\"Format\":1", "\"Format\":2")]
    [InlineData("\"MaskMode\":\"All\"", "\"MaskMode\":\"None\"")]
    [InlineData("\"MaxTokens\":128", "\"MaxTokens\":12")]
    [InlineData("\"LastId\":2", "\"LastId\":1")]
    [InlineData("\"Layer\":0,\"Forgotten", "\"Layer\":-1,\"Forgotten")]
    [InlineData("\"Layer\":0,\"Tokens", "\"Layer\":1,\"Tokens")]
    [InlineData("\"KeyHash\":0", "\"KeyHash\":null")]
    [InlineData("\"Id\":2", "\"Id\":1")]
    [InlineData("\"Count\":1", "\"Count\":-1")]
    [InlineData("\"Kind\":\"Literal\"", "\"Kind\":\"Any\"")]
    [InlineData("\"Kind\":\"Literal\"", "\"Kind\":\"Sideways\"")]
    [InlineData("\"Edges\":3", "\"Edges\":-3")]
    [InlineData("\"Aliases\":[]", "\"Aliases\":[1]")]
    [InlineData("\"Aliases\":[]", "\"Aliases\":null")]
    [InlineData("\"Patterns\":[", "\"Patterns\":[null,")]
    public void WhatContradictsItselfIsRefused(string text, string other)
    {
        var miner = new TemplateMiner();
        miner.Learn("disk full");
        miner.Learn("took long");
        var json = Encoding.UTF8.GetString(MinerFile.Save(miner));
        var damaged = json.Replace(text, other);

        Assert.NotEqual(json, damaged);
        Assert.Throws<InvalidDataException>(() => MinerFile.Load(Encoding.UTF8.GetBytes(damaged)));
    }

    [Fact]
    public void AMinerOfOtherMasksIsRefused()
    {
        var options = new TemplateMinerOptions { CustomMasks = [new CustomMask("order", "ORD[A-Z]+")] };
        var bytes = MinerFile.Save(new TemplateMiner(options));

        Assert.Throws<InvalidDataException>(() => MinerFile.Load(bytes));
        MinerFile.Load(bytes, options);
    }
}
