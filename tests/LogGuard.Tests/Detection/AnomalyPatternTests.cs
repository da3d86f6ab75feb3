using LogGuard.Detection;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class AnomalyPatternTests
{
    // Different in all of its four halves.
    private static readonly SessionHash Past = new(0x0000_0001_0000_0002, 0x0000_0003_0000_0004);

    [Fact]
    public void EachFormIsWrittenByItsName()
    {
        Assert.Equal("Key 7", OfKey(7).ToString());
        Assert.Equal("Step -1 3 5", OfStep(5, -1, 3).ToString());
        Assert.Equal("Count 3 4 -2", OfCount(3, 4, -2).ToString());
    }

    [Fact]
    public void AFormKnowsWhatItIs()
    {
        (bool, bool, bool, bool)[] forms =
            [.. new[] { OfKey(7), OfStep(5, -1, 3), OfCount(3, 4, -2), OfValue(3, 0, 5) }.Select(pattern => (pattern.IsOfKey, pattern.IsOfStep, pattern.IsOfCount, pattern.IsOfValue))];

        Assert.Equal([(true, false, false, false), (false, true, false, false), (false, false, true, false), (false, false, false, true)], forms);
    }

    [Theory]
    [InlineData(PatternScope.AfterCounts, "KeyAfterCounts 7 1 2", "StepAfterCounts -1 3 5 1 2", "CountAfterCounts 3 4 -2 1 2")]
    [InlineData(PatternScope.AfterSteps, "KeyAfterSteps 7 3 4", "StepAfterSteps -1 3 5 3 4", "CountAfterSteps 3 4 -2 3 4")]
    internal void ANarrowScopeNamesThePastAndLeavesThePatternAsItIs(PatternScope scope, params string[] texts)
    {
        AnomalyPattern[] patterns = [OfKey(7), OfStep(5, -1, 3), OfCount(3, 4, -2)];

        var narrow = Array.ConvertAll(patterns, pattern => pattern.In(scope));

        Assert.Equal(texts, narrow.Select(pattern => pattern.ToString()));
        Assert.Equal([7, 5, 3], narrow.Select(pattern => pattern.Key));
        Assert.All(narrow, pattern => Assert.Equal(scope, pattern.Scope));
        Assert.All(narrow, pattern => Assert.False(pattern.IsOfKey || pattern.IsOfStep || pattern.IsOfCount));
        Assert.All(narrow, pattern => Assert.Equal(Past, pattern.Past));
        Assert.Equal(texts, texts.Select(text => AnomalyPattern.TryParse(text, 9, out var read) ? read.ToString() : null));
    }

    [Fact]
    public void AScopeOfAnywhereOrWithoutAPastIsThePatternItself()
    {
        var pattern = OfKey(7);
        var withoutPast = new AnomalyPattern([0, 7]);

        Assert.Same(pattern, pattern.In(PatternScope.Anywhere));
        Assert.Same(withoutPast, withoutPast.In(PatternScope.AfterSteps));
    }

    [Theory]
    [InlineData("KeyAfterCounts 7 1")]
    [InlineData("KeyAfterCounts 7 1 2 3")]
    [InlineData("KeyAfterSteps 10 1 2")]
    [InlineData("StepAfterCounts 5 1 2")]
    [InlineData("StepAfterCounts -1 10 1 2")]
    [InlineData("CountAfterSteps 3 4 1 2")]
    [InlineData("CountAfterSteps 3 10 0 1 2")]
    public void ANarrowPatternThatIsNoneIsNotRead(string text) => Assert.False(AnomalyPattern.TryParse(text, 9, out _));

    [Theory]
    [InlineData("Key 9")]
    [InlineData("Step -2 9")]
    [InlineData("Step 0 -1 9 -2")]
    [InlineData("Count 0 9 -2147483648")]
    [InlineData("StepAfterCounts -1 9 2147483647 -2147483648")]
    public void KeysUpToTheLastAndAnyPastAreRead(string text)
    {
        Assert.True(AnomalyPattern.TryParse(text, 9, out var pattern));
        Assert.Equal(text, pattern.ToString());
    }

    [Fact]
    public void MergedKeysAreReplacedWhereThereAreKeysAndNowhereElse()
    {
        var patterns = new[] { OfKey(7), OfStep(5, -1, 3), OfCount(3, 4, 5) };

        Assert.Equal(
            ["7", "-1 3 5", "3 4", "7", "-1 3 5", "3 4"],
            patterns.Concat(patterns.Select(pattern => pattern.In(PatternScope.AfterSteps)))
                .Select(pattern => string.Join(' ', AnomalyPattern.KeysOf(pattern.Values.ToArray()).ToArray())));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 5)]
    [InlineData(10, 12)]
    public void ThereIsRoomForAStepAndForACount(int windowSize, int room) => Assert.Equal(room, AnomalyPattern.RoomFor(windowSize));

    [Theory]
    [InlineData(4.0, 7.9)]
    [InlineData(-4.0, -7.9)]
    [InlineData(0.0, -0.0)]
    [InlineData(0.25, 0.49)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void ValuesOfOneOrderOfMagnitudeAreOnePattern(double one, double other) => Assert.Equal(OfValue(3, 1, one), OfValue(3, 1, other));

    [Fact]
    public void ValuesOfAnotherMagnitudeSideFeatureOrKeyAreOtherPatterns()
    {
        AnomalyPattern[] patterns =
        [
            OfValue(3, 1, 4), OfValue(3, 1, 8), OfValue(3, 1, 2), OfValue(3, 1, -4), OfValue(3, 1, 0), OfValue(3, 1, 0.25), OfValue(3, 1, -0.25),
            OfValue(3, 1, double.MaxValue), OfValue(3, 1, double.MinValue), OfValue(3, 1, double.Epsilon), OfValue(3, 1, -double.Epsilon),
            OfValue(3, 0, 4), OfValue(3, 0, -4), OfValue(3, 2, 4), OfValue(2, 1, 4),
        ];

        Assert.Equal(patterns.Length, patterns.Distinct().Count());
        Assert.All(patterns, pattern => Assert.True(pattern.IsOfValue && !pattern.IsOfCount));
        Assert.All(patterns[..^1], pattern => Assert.Equal(3, pattern.Key));
    }

    [Fact]
    public void WhereUsualValuesAreKnownOneByOneEachOtherIsAPatternOfItsOwn()
    {
        AnomalyPattern[] patterns = [.. new[] { 200.0, 404, 500, 503, 0, -1 }.Select(value => OfValue(3, 1, value, isExact: true))];

        Assert.Equal(patterns.Length, patterns.Distinct().Count());
        Assert.Equal(OfValue(3, 1, 404, isExact: true), patterns[1]);
        Assert.All(patterns, pattern => Assert.True(pattern.IsOfValue));
    }

    [Theory]
    [InlineData(4, false, "Value 3 1 1026", "Count 3 0 -2147478526")]
    [InlineData(-4, false, "Value 3 1 3074", "Count 3 0 -2147476478")]
    [InlineData(0, false, "Value 3 1 0", "Count 3 0 -2147479552")]
    [InlineData(404, true, "Value 3 1 2127", "Count 3 0 -2147477425")]
    public void WhatIsSavedOfAValueIsForEver(double value, bool isExact, string text, string firstFormat)
    {
        Assert.Equal(text, OfValue(3, 1, value, isExact).ToString());
        Assert.True(AnomalyPattern.TryParse(text, 3, out var read));
        Assert.Equal(OfValue(3, 1, value, isExact), read);

        // Version 0.1.0 saved a value as a count that no session can have.
        Assert.True(AnomalyPattern.TryParse(firstFormat, 3, out var earlier));
        Assert.Equal(OfValue(3, 1, value, isExact), earlier);
    }

    [Fact]
    public void ACountHoweverLowIsNoValue()
    {
        Assert.True(OfCount(3, 4, int.MinValue / 2).IsOfCount);
        Assert.False(OfCount(3, 4, int.MinValue / 2).IsOfValue);
    }

    [Fact]
    public void EqualPatternsAreEqualByAnyComparison()
    {
        var (one, same, other) = (OfKey(7), new AnomalyPattern([0, 7]), OfKey(8));
        var comparer = AnomalyPattern.Comparer;

        Assert.True(one.Equals((object)same) && comparer.Equals(one, same) && comparer.Equals(null, null));
        Assert.False(one.Equals((object)other) || one.Equals((object?)null) || one.Equals((object)"Key 7"));
        Assert.False(comparer.Equals(one, other) || comparer.Equals(null, one) || comparer.Equals(one, null));
        Assert.Equal(comparer.GetHashCode(one), comparer.GetHashCode(same));
        Assert.NotEqual(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void APatternIsFoundByItsValuesAlone()
    {
        var patterns = new Dictionary<AnomalyPattern, string>(AnomalyPattern.Comparer) { [OfStep(5, -1, 3)] = "found" };
        var lookup = patterns.GetAlternateLookup<ReadOnlySpan<int>>();

        Assert.Equal("found", lookup[[1, -1, 3, 5]]);
        Assert.False(lookup.ContainsKey([1, -1, 3, 6]));
        lookup[[0, 7]] = "added";
        Assert.Equal("added", patterns[OfKey(7)]);
    }

    private static AnomalyPattern OfKey(int key) => Make(AnomalyPattern.OfKey(new int[2], key));

    private static AnomalyPattern OfCount(int key, int partner, int value) => Make(AnomalyPattern.OfCount(new int[4], key, partner, value));

    private static AnomalyPattern OfValue(int key, int feature, double value, bool isExact = false) =>
        Make(AnomalyPattern.OfValue(new int[4], key, feature, value, isExact));

    private static AnomalyPattern OfStep(int next, params int[] window)
    {
        var pattern = AnomalyPattern.OfStep(new int[window.Length + 2], window.Length, next, out var room);
        window.CopyTo(room);
        return Make(pattern);
    }

    private static AnomalyPattern Make(ReadOnlySpan<int> values) => new(values, past: Past);
}
