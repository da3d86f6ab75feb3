using LogGuard.EvaluationRuns.Calibration;
using LogGuard.EvaluationRuns.Calibration.Checks;

namespace LogGuard.Tests.Evaluation.Calibration;

public class SimpleCheckTests
{
    private static readonly int[][] Learnt = [[1, 2, 3], [1, 2, 2, 3], [1, 2, 3, 4]];

    [Theory]
    [InlineData("new template", new[] { 3, 3, 1 }, false)]
    [InlineData("new template", new[] { 1, 2, 5 }, true)]
    [InlineData("2-gram known", new[] { 1, 2, 2, 2, 3 }, false)]
    [InlineData("2-gram known", new[] { 1, 3 }, true)]
    [InlineData("2-gram known", new[] { 1, 2 }, true)]
    [InlineData("count vector known", new[] { 3, 2, 1 }, false)]
    [InlineData("count vector known", new[] { 1, 2, 2, 2, 3 }, true)]
    [InlineData("count-vector distance", new[] { 3, 2, 1 }, false)]
    [InlineData("count-vector distance", new[] { 9, 9, 9 }, true)]
    public void EachReportsWhatItsNameSays(string name, int[] session, bool isReported)
    {
        ISimpleCheck[] checks = [new NewTemplateCheck(), new BigramCheck(), new CountVectorCheck(), new CountVectorDistanceCheck()];
        var check = Assert.Single(checks, check => check.Name == name);

        check.Learn([.. Enumerable.Range(0, 60).Select(i => new CalibrationCase($"{i}", Learnt[i % Learnt.Length], CaseLabel.Normal))]);

        Assert.Equal(isReported, check.IsReported(session));
    }

    [Fact]
    public void TheDistanceWeighsRareTemplatesMore()
    {
        var often = CountVector.Of([1, 2]);
        var distance = new CountVectorDistance([.. Enumerable.Repeat(often, 9), CountVector.Of([1, 2, 3])]);

        // Weights: log10(11/10) of 1 and 2, log10(11/1) of 3.
        var (common, rare) = (Math.Log10(1.1), Math.Log10(11));
        Assert.Equal(0, distance.Of(often));
        Assert.Equal(common / (2 * common), distance.Of(CountVector.Of([1])), 12);
        Assert.Equal(rare / ((2 * common) + (2 * rare)), distance.Of(CountVector.Of([1, 2, 3, 3])), 12);
        Assert.Equal(1 / (1 + (2 * common)), distance.Of(CountVector.Of([1, 2, 7])), 12);
    }

    [Fact]
    public void TheThresholdHoldsOnTheLearntSessionsThemselves()
    {
        // One in sixty is far from all others: it sets the threshold when it is judged by the nine tenths without it.
        var sessions = Enumerable.Range(0, 60).Select(i => new CalibrationCase($"{i}", i == 7 ? [1, 5, 5, 5] : [1, 2], CaseLabel.Normal)).ToArray();
        var check = new CountVectorDistanceCheck();

        check.Learn(sessions);

        Assert.False(check.IsReported([1, 6]));
    }
}
