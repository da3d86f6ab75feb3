using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

/// <summary>A key id is for life.</summary>
public class TemplateMinerLifeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALineIsGivenItsFirstIdForLife(bool masks) => Properties.Hold<byte[][]>(bytes =>
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { Masks = masks, SimilarityThreshold = 0.3, ChildLimit = 2 });
        var lines = SomeLines.From(bytes);

        var first = lines.Select(line => miner.Learn(line).Id).ToArray();

        return lines.Zip(first).All(pair => miner.TryMatch(pair.First, out var id) && id == miner.Resolve(pair.Second));
    });

    [Fact]
    public void SoItIsWhereSomeTemplatesAreSettled() => Properties.Hold<byte[][], byte[][]>((before, after) =>
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { SimilarityThreshold = 0.3 });
        var lines = SomeLines.From(before).Concat(SomeLines.From(after)).ToArray();
        var settled = SomeLines.From(before).Length;
        var first = new int[lines.Length];

        for (var i = 0; i < lines.Length; i++)
        {
            if (i == settled)
            {
                miner.Freeze();
            }

            first[i] = (i < settled ? miner.Learn(lines[i]) : miner.LearnNew(lines[i])).Id;
        }

        return lines.Zip(first).All(pair => miner.TryMatch(pair.First, out var id) && id == miner.Resolve(pair.Second));
    });

    [Fact]
    public void ASettledTemplateTakesInNoOtherLineThanOneWithAnotherValue() => Properties.Hold<byte[][], byte[][]>((before, after) =>
    {
        var miner = new TemplateMiner();
        foreach (var line in SomeLines.From(before))
        {
            miner.Learn(line);
        }

        miner.Freeze();
        var known = SomeLines.From(before).ToList();
        var unknown = SomeLines.From(after).Where(line => !miner.TryMatch(line, out _)).ToArray();
        var settled = miner.Templates.Select(template => template.Id).ToHashSet();

        // Unless a single word is another value, see SettledFormTests.
        return unknown.All(line => !settled.Contains(miner.LearnNew(line).Id) || known.Exists(other => DiffersOnce(line, other)));
    });

    [Fact]
    public void WhatWasSettledFirstComesFirst()
    {
        var miner = new TemplateMiner();
        miner.Learn("zero");
        miner.Freeze();
        miner.LearnNew("link to a.host on b.host");
        Assert.Equal(2, miner.LearnNew("link to c.host on b.host").Id);
        miner.Freeze();
        miner.LearnNew("link to a.host on c.host");
        Assert.Equal(new MiningResult(3, TemplateChange.Generalised), miner.LearnNew("link to d.host on d.host"));

        Assert.True(miner.TryMatch("link to q.host on b.host", out var id));
        Assert.Equal(2, id);
        Assert.Equal(3, miner.LearnNew("link to q.host on q.host").Id);
        Assert.Equal(2, MinerFile.Copy(miner).Learn("link to r.host on b.host").Id);
    }

    [Fact]
    public void AForgottenIdIsNeverGivenAgain()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { TemplateLimit = 2 });
        var ids = "one,two,three,one,four".Split(',').Select(line => miner.Learn(line).Id).ToArray();

        Assert.Equal([1, 2, 3, 4, 5], ids);
        Assert.Equal(2, miner.Count);
        Assert.Equal(3, miner.ForgottenCount);
        Assert.Equal(0, miner.Resolve(1));
        Assert.Equal(4, miner.Resolve(4));
    }

    [Fact]
    public void TheOneNotUsedForTheLongestIsForgotten()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { TemplateLimit = 2 });
        foreach (var line in "one,two,one,three".Split(','))
        {
            miner.Learn(line);
        }

        Assert.True(miner.TryMatch("one", out _));
        Assert.False(miner.TryMatch("two", out _));
    }

    [Fact]
    public void SettledTemplatesAreNotForgottenAndWhatFindsNoRoomIsCounted()
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { TemplateLimit = 2 });
        miner.Learn("one");
        miner.Learn("two");
        miner.Freeze();

        Assert.Equal(default, miner.LearnNew("three"));
        Assert.Equal(1, miner.OverflowCount);
        Assert.True(miner.TryMatch("one", out _));
    }

    [Fact]
    public void TheLimitHolds() => Properties.Hold<byte[][]>(bytes =>
    {
        var miner = new TemplateMiner(new TemplateMinerOptions { TemplateLimit = 3 });
        return SomeLines.From(bytes).All(line => miner.Learn(line).Id > 0 && miner.Count <= 3 && miner.TryMatch(line, out _));
    });

    [Fact]
    public void MatchingChangesNothing() => Properties.Hold<byte[][], byte[][]>((learnt, asked) =>
    {
        var miner = new TemplateMiner();
        foreach (var line in SomeLines.From(learnt))
        {
            miner.Learn(line);
        }

        var before = MinerFile.Save(miner);
        foreach (var line in SomeLines.From(asked))
        {
            miner.TryMatch(line, out _);
        }

        return before.AsSpan().SequenceEqual(MinerFile.Save(miner));
    });

    // Apart from blanks, which lines of other forms may have more of.
    private static bool DiffersOnce(string line, string other)
    {
        var (words, others) = (line.Split(' '), other.Split(' '));
        return words.Length != others.Length || words.Zip(others).Count(pair => pair.First != pair.Second) <= 2;
    }
}
