using LogGuard.Models.Values;
using LogGuard.Tests.Evaluation.Values;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Evaluation;

/// <summary>Parameter values on real logs.</summary>
public class ValueTests(ITestOutputHelper output)
{
    /// <summary>Section 5.2. The log is not part of the project; where it does not lie beside it, there is nothing to see here.</summary>
    [Fact]
    public void SlowVirtualMachinesAreFound()
    {
        var folder = Path.Combine(Repository.Root, "..", "shared", "data", "openstack");
        if (!Directory.Exists(folder))
        {
            output.WriteLine("skipped: no OpenStack log");
            return;
        }

        var slowDowns = new SlowDowns(ValueLog.ReadOpenStack(folder), new ParameterValueTrainingOptions());
        var (score, found) = slowDowns.Replay(count: 20, factor: 3, seed: 1);
        output.WriteLine($"{slowDowns.Evaluation.Training.Count} values learnt in {slowDowns.Evaluation.TrainSeconds:F1} s; "
            + $"{found} of 20 found; {score.FalseAlarms} false alarms in {score.Values} values, {score.FalseAlarmRate:P2}");
        var others = Enumerable.Range(1, 50).Select(seed => slowDowns.Replay(20, 3, seed).Found).ToArray();
        output.WriteLine($"50 seeds: {others.Average():F2} of 20, all of them with {others.Count(one => one == 20)} seeds, at least {others.Min()}");

        Assert.Equal(20, found);
        Assert.True(score.FalseAlarmRate <= 0.01);
        // Three times as long lies near the limit, which is predictive: 19.1 found and 4 false alarms, against 19.8 and 9 without.
        Assert.True(others.Average() >= 19);
    }

    [Theory]
    [InlineData("hdfs/HDFS_20000.log.gz")]
    [InlineData("bgl/BGL_first_100000.log.gz")]
    public void LateLinesAreFound(string file)
    {
        var path = Path.Combine(Repository.Root, "samples", "data", file);
        var delays = new Delays(file.StartsWith("bgl", StringComparison.Ordinal) ? ValueLog.ReadBgl(path) : ValueLog.ReadHdfs(path), new ParameterValueTrainingOptions());
        output.WriteLine($"{delays.Evaluation.Training.Count} lines learnt in {delays.Evaluation.TrainSeconds:F1} s; {delays.Coverage:P1} of lines can be late");
        foreach (var multiple in new[] { 1.0, 2, 3, 5, 10 })
        {
            var one = delays.Replay(count: 200, multiple, seed: 1);
            output.WriteLine($"late by {multiple} longest usual times: {one.Found.Count} of {one.Injected}; {one.FalseAlarms} false alarms in {one.Values} values, {one.FalseAlarmRate:P2}");
        }

        // Ten, since a line is late only where three in a hundred million are: addStoredBlock, a quarter of HDFS's lines, comes
        // within 3 s in 99.9 % of cases, and is late past some 20.
        var score = delays.Replay(count: 200, multiple: 10, seed: 1);
        Assert.True(score.Found.Count >= 0.95 * score.Injected);
        Assert.True(score.FalseAlarmRate <= 0.01);
    }
}
