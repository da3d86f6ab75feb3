using System.Diagnostics;
using WebApi.Faults;
using WebApi.Load;

namespace WebApi.Tests;

public class LoadTests
{
    [Fact]
    public void AsManyRequestsOfEachKindAskForAFaultAsWereToAndTheSameOnesEachTime()
    {
        var faults = new SeededFaults(requests: 1_000, ofEachKind: 20, seed: 3);
        var again = new SeededFaults(requests: 1_000, ofEachKind: 20, seed: 3);

        var asked = Enumerable.Range(0, 1_000).Select(number => faults.For(number)).ToArray();

        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Equal(20, asked.Count(fault => fault == kind)));
        Assert.Equal(asked, Enumerable.Range(0, 1_000).Select(number => again.For(number)));
        Assert.All(asked[950..], fault => Assert.Null(fault));
    }

    [Fact]
    public void AFaultThatDidNotStrikeIsAskedForAgain()
    {
        var faults = new SeededFaults(requests: 10, ofEachKind: 1, seed: 1);
        var place = Enumerable.Range(0, 10).First(number => faults.For(number) == FaultKind.SlowStep);

        faults.Tell(FaultKind.SlowStep, Some.Sent("a", struck: null));
        Assert.Empty(faults.Struck);
        Assert.Equal(FaultKind.SlowStep, faults.For(9));

        faults.Tell(FaultKind.SlowStep, Some.Sent("b", struck: "step"));
        Assert.Equal("b", Assert.Single(faults.Struck).Sent.TraceId);
        Assert.Null(faults.For(9));
        Assert.InRange(place, 0, 8);
    }

    [Fact]
    public void ThePercentileIsTheTimeThat99Of100RequestsTookAtMost()
    {
        var millisecond = Stopwatch.Frequency / 1_000;
        var sent = Enumerable.Range(1, 200).Select(time => Some.Sent("a", began: 7, ended: 7 + time * millisecond)).Reverse().ToArray();

        Assert.Equal(198, new LoadPhase(sent, 1).Percentile99(), 3);
        Assert.Equal(100, new LoadPhase(sent, 2).RequestsPerSecond);
    }

    [Theory]
    [InlineData(2.0, 3.0, 1.0, 2.0)]
    [InlineData(2.5, 1.0, 4.0, 2.0, 3.0)]
    public void TheMedianIsInTheMiddle(double median, params double[] values) => Assert.Equal(median, Comparison.Median(values));

    [Fact]
    public void TheLastLineHasTheFiguresInTheirForm()
    {
        var score = new FaultScore(200, 199, 198, 2, TimeSpan.FromMilliseconds(12.4), 0, null, [], []);
        var comparison = new Comparison(0.9876, 1.0123, default, default);

        Assert.Equal(
            "result requests_per_second_ratio=0.988 p99_ratio=1.012 faults=200 found=199 step_right=198 false_alarms=2 worst_detection_ms=12 alerts_over_deploys=1",
            LoadRun.LastLine(comparison, score, alertsOverDeploys: 1));
    }

    [Theory]
    [InlineData("--load", "--seeds", "3")]
    [InlineData("--load", "--seed")]
    [InlineData("--load", "--seed", "-3")]
    public void AWrongOptionIsRefused(params string[] args) => Assert.Throws<ArgumentException>(() => LoadPlan.Parse(args));

    [Fact]
    public void OptionsOfTheLoadAreTaken()
    {
        var plan = LoadPlan.Parse(["--load", "--seed", "9", "--pairs", "2"]);

        Assert.Equal((9, 2, 20_000), (plan.Seed, plan.Pairs, plan.Requests));
    }
}
