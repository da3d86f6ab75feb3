using LogGuard.Models.Values;
using LogGuard.Primitives;
using LogGuard.Neural;

namespace LogGuard.Tests.Models;

public class TextSetTests
{
    private static readonly string[] States = ["Created", "Paid", "Packed", "Shipped"];

    private static readonly Dictionary<string, IEnumerable<string>> Names = new()
    {
        ["ids"] = Enumerable.Range(0, 500).Select(i => $"A{i}"),
        ["names, of which some come often"] = Drawn(1_000, 40),
        ["a file for an hour"] = Enumerable.Range(0, 500).Select(i => $"part-{i / 100}.log"),
        ["few names seen once"] = [.. Drawn(200, 4), "n7", "n8", "n9"],
    };

    public static TheoryData<string> NameKinds => [.. Names.Keys];

    [Fact]
    public void AFewTextsThatComeAgainAreAnEnumeration()
    {
        var set = Of(Drawn(400, 4));

        Assert.Equal(ValueFeatureKind.Enumeration, set.Classify(0.999, out var known));
        Assert.Equal(Enumerable.Range(0, 4).Select(i => TextMark.Of($"n{i}")).Order(), known);
    }

    [Fact]
    public void OneTextIsAConstant() => Assert.Equal(ValueFeatureKind.Constant, Of(Enumerable.Repeat("OK", 100)).Classify(0.999, out _));

    [Fact]
    public void ManyLinesAreNeeded() => Assert.Equal(ValueFeatureKind.TooFew, Of(Enumerable.Repeat("OK", 99)).Classify(0.999, out _));

    [Theory]
    [MemberData(nameof(NameKinds))]
    public void ANameIsNotJudged(string kind)
    {
        Assert.Equal(ValueFeatureKind.Identifier, Of(Names[kind]).Classify(0.999, out var known));
        Assert.Empty(known);
    }

    [Fact]
    public void OneRareTextInAThousandLinesIsOneOfThem()
    {
        Assert.Equal(ValueFeatureKind.Identifier, Of([.. Drawn(700, 4), "Refunded", .. Drawn(200, 4)]).Classify(0.999, out _));
        Assert.Equal(ValueFeatureKind.Enumeration, Of([.. Drawn(700, 4), "Refunded", .. Drawn(300, 4)]).Classify(0.999, out _));
        Assert.Equal(ValueFeatureKind.Enumeration, Of([.. Drawn(700, 4), "Refunded", .. Drawn(20, 4), "Refunded"]).Classify(0.999, out _));
    }

    [Fact]
    public void ASeriesReadsNoFurtherThanNeeded()
    {
        var series = new TextSeries(["State", "OrderId"]);
        for (var i = 0; i < 17; i++)
        {
            Assert.Equal(["State", "OrderId"], series.Wanted.ToArray());
            series.Add([TextMark.Of(States[i % 4]), TextMark.Of($"A{i}")], default);
        }

        Assert.Equal(["State", ""], series.Wanted.ToArray());
        Assert.Equal(1, series.WantedCount);
        Assert.Equal(0, series.Sets[1].Evidence.Values.Length);
    }

    [Fact]
    public void ACopyLacksWhatIsLeftOutAndKnowsWhatCameAgain()
    {
        var set = Of(["Lost", .. Drawn(400, 3), "Once"]);

        var copy = set.Without(mark => mark == TextMark.Of("Lost"));

        Assert.Equal(2, set.OnceCount);
        Assert.Equal(1, copy.OnceCount);
        Assert.Equal([.. Drawn(400, 3).Distinct().Select(text => TextMark.Of(text)), TextMark.Of("Once")], copy.Evidence.Values.ToArray());
    }

    [Fact]
    public void ASavedSetGoesOn()
    {
        var set = TextSet.Restore(Of(["Once", .. Drawn(400, 3)]).State);
        Assert.True(set.State.IsSound());

        set.Add(TextMark.Of("Once"), default);

        Assert.Equal((0, 402), (set.OnceCount, set.Count));
    }

    [Fact]
    public void AnImpossibleStateIsTold()
    {
        var state = Of(Drawn(50, 3)).State;

        Assert.False((state with { Count = 2 }).IsSound());
        Assert.False((state with { CameAgain = 1 << 3 }).IsSound());
        Assert.False((state with { Evidence = state.Evidence with { Values = [1, 1] } }).IsSound());
    }

    private static TextSet Of(IEnumerable<string> texts)
    {
        var set = new TextSet();
        foreach (var text in texts)
        {
            set.Add(TextMark.Of(text), default);
        }

        return set;
    }

    private static IEnumerable<string> Drawn(int count, int most)
    {
        var random = new SeededRandom(7);
        return [.. Enumerable.Range(0, count).Select(_ => $"n{(int)(random.NextUniform() * most)}")];
    }
}
