using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>What the detector promises, and whether it keeps it.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task TheDetectorSaysWhatItsSessionsAllowItToPromise()
    {
        using var folder = new PipelineFolder();
        string told;
        DetectorCalibration calibration;
        await using (var log = In(folder))
        {
            Assert.Null(log.Detector.Calibration);
            await log.LearnAsync();
            calibration = log.Detector.Calibration!;
            told = Assert.Single(log.Told, line => line.Contains("false alarms in 1,000"));
        }

        Assert.Equal(0.001, calibration.Target);
        Assert.InRange(calibration.Expected, 0, calibration.Highest);
        Assert.InRange(calibration.Lowest, 0, calibration.Expected);
        Assert.Contains(calibration.ToString(), told);
        Assert.Equal(["NewKey", "Counts"], calibration.Questions.Select(question => question.Question).Where(name => name != "NextKey"));
        Assert.Equal(calibration.Expected, calibration.Questions.Sum(question => question.Expected), 1e-9);

        await using var restarted = In(folder);
        Assert.Equivalent(calibration, restarted.Detector.Calibration);
    }
}
