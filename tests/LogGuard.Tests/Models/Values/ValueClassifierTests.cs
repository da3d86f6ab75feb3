using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class ValueClassifierTests
{
    private static readonly SeededRandom Random = new(7);

    [Fact]
    public void FewerThanAHundredValuesSayNothing()
    {
        Assert.Equal(ValueFeatureKind.TooFew, Classify(Enumerable.Repeat(1.0, 99)));
        Assert.Equal(ValueFeatureKind.Constant, Classify(Enumerable.Repeat(1.0, 100)));
    }

    [Fact]
    public void ABooleanIsAnEnumerationOfTwo()
    {
        var kind = ValueClassifier.Classify("IsCold", [.. Enumerable.Range(0, 300).Select(i => (double)(i * i % 3 % 2))], 0.999, out var known);

        Assert.Equal(ValueFeatureKind.Enumeration, kind);
        Assert.Equal([0, 1], known);
    }

    [Fact]
    public void StatusCodesAreAnEnumerationInAnyOrder()
    {
        double[] codes = [200, 404, 500, 201];
        var kind = ValueClassifier.Classify("Status", [.. Enumerable.Range(0, 500).Select(_ => codes[(int)(Random.NextUniform() * 4)])], 0.999, out var known);

        Assert.Equal(ValueFeatureKind.Enumeration, kind);
        Assert.Equal([200, 201, 404, 500], known);
    }

    [Fact]
    public void FewValuesOfWhichSomeCameOnlyOnceAreNoEnumeration()
    {
        // A value that was never seen must be expected here: three in five hundred were.
        Assert.Equal(ValueFeatureKind.Measured, Classify([.. Enumerable.Range(0, 500).Select(i => (double)(i * 7 % 5)), 11, 12, 13]));
    }

    [Fact]
    public void WhatOnlyGrowsIsACounter() =>
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => 1000.0 + 3 * i)));

    [Fact]
    public void ACounterIsRecognisedThroughRestartsAndConcurrency()
    {
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => (double)(i % 100))));
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => i + Math.Floor(20 * Random.NextUniform()))));
    }

    [Fact]
    public void IntegersWithoutAScaleAreAnIdentifier()
    {
        Assert.Equal(ValueFeatureKind.Identifier, Classify(Enumerable.Range(0, 500).Select(_ => (double)(Random.NextBits() >> 12))));
        Assert.Equal(ValueFeatureKind.Identifier, Classify(Enumerable.Range(0, 500).Select(_ => 32_768 + Math.Floor(28_000 * Random.NextUniform()))));
    }

    [Fact]
    public void AnIdentifierIsKnownByItsName() =>
        Assert.Equal(ValueFeatureKind.Identifier, Classify(SomeValues.LogNormal(500, 1e9).Select(Math.Floor), "OrderId"));

    [Fact]
    public void ACounterMayFallAndSeveralMayCountAtATime()
    {
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => (double)((1 << 30) - i))));
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => (double)((1 << 30) - i % 90 * 4))));
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => (i * 3 % 4 + 1) * 1e5 + i)));
        Assert.Equal(ValueFeatureKind.Counter, Classify(Enumerable.Range(0, 500).Select(i => (i * 3 % 4 + 1) * 1e5 - i)));
    }

    [Fact]
    public void AValueThatStaysForAStretchAndDoesNotComeBackIsAnIdentifier()
    {
        Assert.Equal(ValueFeatureKind.Identifier, Classify(Enumerable.Range(0, 500).Select(i => i < 200 ? 29.0 : 30)));
        Assert.Equal(ValueFeatureKind.Identifier, Classify(Enumerable.Range(0, 2_000).Select(i => (double)(i / 50 * 7_919 % 10_007))));

        // An exception at the very end, after which the usual value may come back.
        Assert.Equal(ValueFeatureKind.Enumeration, Classify(Enumerable.Range(0, 2_000).Select(i => i < 1_999 ? 29.0 : 30)));
    }

    [Fact]
    public void PortsAndDatesAreIdentifiersHoweverOftenTheyComeAgain()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(_ => Math.Floor(28 * Random.NextUniform()))];

        Assert.Equal(ValueFeatureKind.Identifier, Classify(values, "Port"));
        Assert.Equal(ValueFeatureKind.Identifier, Classify(values, "Day"));
        Assert.Equal(ValueFeatureKind.Measured, Classify(values, "Seats"));
    }

    [Fact]
    public void QuantitiesAreMeasured()
    {
        Assert.Equal(ValueFeatureKind.Measured, Classify(SomeValues.LogNormal(500, 20)));
        Assert.Equal(ValueFeatureKind.Measured, Classify(SomeValues.LogNormal(500, 1e6).Select(Math.Floor)));
        Assert.Equal(ValueFeatureKind.Measured, Classify(SomeValues.WithMemory(500, 20)));

        // Without a scale, too, but no name is a fraction.
        Assert.Equal(ValueFeatureKind.Measured, Classify(Enumerable.Range(0, 500).Select(_ => Random.NextUniform())));
    }

    private static ValueFeatureKind Classify(IEnumerable<double> values, string name = "Value") =>
        ValueClassifier.Classify(name, [.. values], 0.999, out _);
}
