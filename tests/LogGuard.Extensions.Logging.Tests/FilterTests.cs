using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class FilterTests
{
    [Fact]
    public async Task FiltersKnowTheProviderByItsAlias()
    {
        using var log = new ShopLog(logging: builder => builder.Services.Configure<LoggerFilterOptions>(
            options => options.Rules.Add(new LoggerFilterRule("AnomalyDetector", null, LogLevel.Warning, null))));
        await AssertOnlyWarningsAsync(log);
    }

    [Fact]
    public async Task FiltersKnowTheProviderByItsType()
    {
        using var log = new ShopLog(logging: builder => builder.AddFilter<AnomalyDetectorLoggerProvider>("Shop", LogLevel.Warning));
        await AssertOnlyWarningsAsync(log);
    }

    [Theory]
    [InlineData(LogLevel.Trace, LogSeverity.Verbose)]
    [InlineData(LogLevel.Debug, LogSeverity.Debug)]
    [InlineData(LogLevel.Information, LogSeverity.Information)]
    [InlineData(LogLevel.Warning, LogSeverity.Warning)]
    [InlineData(LogLevel.Error, LogSeverity.Error)]
    [InlineData(LogLevel.Critical, LogSeverity.Fatal)]
    public async Task LevelsAreThoseOfTheFramework(LogLevel level, LogSeverity severity)
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.Log(level, "Order {OrderId} odd", "A1");

        Assert.Equal(severity, (await log.UnknownAsync()).Severity);
    }

    [Theory]
    [InlineData(LogLevel.Information, false)]
    [InlineData(LogLevel.Error, true)]
    public async Task AModelThatWasLearntAtALowerLevelIsToldOf(LogLevel level, bool isTold)
    {
        using var folder = new PipelineFolder();
        using (var log = await ShopLog.LearntAsync(options => options.ModelPath = folder.Path))
        {
            await log.Detector.SaveAsync().WaitAsync(Shop.Patience);
        }

        using var second = new ShopLog(options => options.ModelPath = folder.Path, builder => builder.SetMinimumLevel(level));

        Assert.Equal(isTold, second.Told.Any(line => line.Contains("sessions will look different")));
    }

    private static async Task AssertOnlyWarningsAsync(ShopLog log)
    {
        log.Log.Order("A1", "rpx");
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.Received);
    }
}
