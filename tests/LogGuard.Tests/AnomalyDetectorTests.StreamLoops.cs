using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// A background job logs without a session, and its loops run as often as there is work.
public partial class AnomalyDetectorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public async Task ALoopOfTheStreamMayRunAsOftenAsItLikes(int messages)
    {
        await using var log = new PipelineLog(options => options.Training.StreamEventCount = 4_000);
        await LearnJobAsync(log);

        for (var i = 0; i < 5; i++)
        {
            log.Write(null, Job(messages));
        }

        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
    }

    [Theory]
    [InlineData("q s s s s s s e s s s s s s o", "s")]
    [InlineData("q e s s s s s s s e e e e o", "e")]
    [InlineData("q s s s s s q s s s s s e e e e e o", "q")]
    [InlineData("q s s s s s s x e e e e o", "x")]
    public async Task AWrongOrderInTheStreamIsStillReported(string keys, string wrong)
    {
        await using var log = new PipelineLog(options => options.Training.StreamEventCount = 4_000);
        await LearnJobAsync(log);

        log.Write(null, keys);
        await log.FlushAsync();

        Assert.Equal(PipelineLog.Template(wrong), log.Anomalies.First().Template);
    }

    [Fact]
    public async Task TheLoopsOfTheStreamAreKnownAfterARestart()
    {
        using var folder = new TemporaryFolder();
        void Configure(AnomalyDetectorOptions options) =>
            (options.ModelPath, options.Training.StreamEventCount) = (folder.Path, 4_000);
        await using (var first = new PipelineLog(Configure))
        {
            await LearnJobAsync(first);
        }

        await using var second = new PipelineLog(Configure);
        second.Write(null, $"{Job(6)} {Job(2)} {Job(40)}");
        await second.FlushAsync();

        Assert.Equal(DetectorState.Detecting, second.Detector.State);
        Assert.Empty(second.Anomalies);
    }

    // The job reads a query, sends messages, stores each, and ends.
    private static string Job(int messages) =>
        string.Join(' ', Enumerable.Repeat("s", messages).Prepend("q").Concat(Enumerable.Repeat("e", messages)).Append("o"));

    private static async Task LearnJobAsync(PipelineLog log)
    {
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            log.Write(null, Job(random.Next(5, 9)));
        }

        await log.FlushAsync();
        await Detecting(log);
    }
}
