using LogGuard.Keys;

namespace LogGuard.Tests.Keys;

public sealed class LifetimeLinesTests
{
    [Theory]
    [InlineData("Application started. Press Ctrl+C to shut down.", true)]
    [InlineData("Application is shutting down...", true)]
    [InlineData("Now listening on: {address}", true)]
    [InlineData("Now listening on: http://[::]:8080", true)]
    [InlineData("Hosting environment: {EnvName}", true)]
    [InlineData("Content root path: {ContentRoot}", true)]
    [InlineData("Microsoft.Hosting.Lifetime: Application is shutting down...", true)]
    [InlineData("Microsoft.Hosting.Lifetime#14: Now listening on: {address}", true)]
    [InlineData("#14: Now listening on: {address}", true)]
    [InlineData("Shop.Orders: Application is shutting down...", false)]
    [InlineData("Application is shutting down", false)]
    [InlineData("Application is shutting down... after an error", false)]
    [InlineData("Now listening on: ", false)]
    [InlineData("Order {OrderId} placed", false)]
    public void TheLinesOfAHostAreToldFromOthersByTheirWholeText(string template, bool isOne) =>
        Assert.Equal(isOne, LifetimeLines.IsOne(template));

    [Fact]
    public void ASevereLineOfTheSameTextIsAnotherOne()
    {
        var vocabulary = new LogKeyVocabulary(10);
        var lines = new LifetimeLines(vocabulary);
        var other = vocabulary.GetOrAdd("Order {OrderId} placed");
        var key = vocabulary.GetOrAdd("Application is shutting down...");

        Assert.True(lines.Contains(key, LogSeverity.Information));
        Assert.False(lines.Contains(key, LogSeverity.Warning));
        Assert.False(lines.Contains(other, LogSeverity.Information));
        Assert.False(lines.Contains(LogKey.Unknown, LogSeverity.Information));
        Assert.False(lines.Contains(key + 1, LogSeverity.Information));
        Assert.True(lines.Contains(vocabulary.GetOrAdd("Now listening on: {address}"), LogSeverity.Debug));
    }
}
