using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Keys;
using LogGuard.Models.Values;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>Unusual values in words and in numbers.</summary>
public class AnomalyExplainerValueTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);

    public AnomalyExplainerValueTests() => Assert.True(_vocabulary.TryRestore(["Order {Id} placed", "Took {Seconds}"]));

    [Fact]
    public void AMeasuredValueIsNamedWithItsIntervalAndConfidence()
    {
        var anomaly = Explain(Measured, 1234.56, low: 0.25, high: 20);

        Assert.Equal("'Seconds' is 1,235; usual is 0.25 to 20 (99.95 %)", anomaly.Reason);
        Assert.Equal((AnomalyKind.UnusualValue, 17.0, 3L), (anomaly.Kind, anomaly.Score, anomaly.Position));
        Assert.Equal("Took {Seconds}", anomaly.Template);
        Assert.Equal(["Order {Id} placed", "Order {Id} placed"], anomaly.RecentSteps);
        Assert.Empty(anomaly.Expected);
        Assert.Null(anomaly.SkippedStep);
        Assert.Equal([PatternForms.Value, 2, 0, 7], anomaly.Pattern!.Values.ToArray());
        Assert.Same(_vocabulary, anomaly.Pattern!.Owner);
        var value = anomaly.UnusualValue!;
        Assert.Equal(("Seconds", 1234.56, 0.25, 20.0, 0.9995), (value.Name, value.Value, value.Low, value.High, value.Confidence));
        Assert.Empty(value.Known);
    }

    [Fact]
    public void WhereNoValueIsTooLowOnlyTheLargestIsNamed()
    {
        var anomaly = Explain(Measured, 30, low: double.NegativeInfinity, high: 20);

        Assert.Equal("'Seconds' is 30; usual is up to 20 (99.95 %)", anomaly.Reason);
        Assert.Equal((null, 20), (anomaly.UnusualValue!.Low, anomaly.UnusualValue.High));
    }

    [Fact]
    public void AnElapsedTimeIsALineThatCameLate()
    {
        var feature = Measured with { IsElapsedTime = true, Name = ParameterValueSeries.ElapsedTime };

        Assert.Equal(
            "it came 61.5 s after the previous line; usual is up to 2 s (99.95 %)",
            Explain(feature, 61.5, low: double.NegativeInfinity, high: 2).Reason);
    }

    [Theory]
    [InlineData(new double[] { 200 }, "200")]
    [InlineData(new double[] { 200, 201 }, "200 or 201")]
    [InlineData(new double[] { 200, 201, 1404 }, "200, 201 or 1,404")]
    public void ValuesThatAreKnownOneByOneAreListed(double[] known, string list)
    {
        var feature = new ValueFeature
        {
            Name = "Status",
            Kind = known.Length == 1 ? ValueFeatureKind.Constant : ValueFeatureKind.Enumeration,
            KnownValues = known,
            Count = 1500,
            Confidence = 0.99,
        };

        var anomaly = Explain(feature, 500, double.NaN, double.NaN);

        Assert.Equal($"'Status' is 500; it was {list} in the 1,500 lines learnt from", anomaly.Reason);
        Assert.Equal((null, null), (anomaly.UnusualValue!.Low, anomaly.UnusualValue.High));
        Assert.Equal(known, anomaly.UnusualValue.Known);
    }

    [Theory]
    [InlineData(new double[] { 29 }, "'Day' is 30; it was always 29 until now")]
    [InlineData(new double[] { 1, 2, 3 }, "'Day' is 30; it was always 1, 2 or 3 until now")]
    public void AFirstChangeSaysWhatWasAlwaysSo(double[] known, string reason)
    {
        var feature = Measured with { Name = "Day", Kind = ValueFeatureKind.Enumeration, KnownValues = [29] };
        var judgement = new ValueJudgement(feature, 30, double.NaN, double.NaN, 1) { IsFirstChange = true, Known = known };

        var anomaly = Explain(judgement);

        Assert.Equal(reason, anomaly.Reason);
        Assert.Equal(known, anomaly.UnusualValue!.Known);
    }

    private static ValueFeature Measured => new() { Name = "Seconds", Kind = ValueFeatureKind.Measured, Count = 100, Confidence = 0.9995 };

    private Anomaly Explain(ValueFeature feature, double value, double low, double high) => Explain(new ValueJudgement(feature, value, low, high, 17));

    private Anomaly Explain(ValueJudgement judgement) =>
        new AnomalyExplainer(_vocabulary, 3).Explain(
            SomeModel.Learn(SomeModel.Regular), Some.OpenSession("a a"), Some.Record('b'),
            new Verdict(AnomalyKind.UnusualValue, 17, judgement)
            {
                Question = new ValuesQuestion(new ValueModelSet([], 0.99)),
                Pattern = new AnomalyPattern([PatternForms.Value, 2, 0, 7]),
            });
}
