using LogGuard.Models.Values;

namespace LogGuard.Tests.Models;

public class DurationNameTests
{
    [Theory]
    [InlineData("ElapsedMilliseconds")]
    [InlineData("Elapsed")]
    [InlineData("elapsed")]
    [InlineData("elapsed_ms")]
    [InlineData("ElapsedMs")]
    [InlineData("ResponseTime")]
    [InlineData("duration")]
    [InlineData("Seconds")]
    [InlineData("http.latency")]
    [InlineData("QueryTook")]
    public void ANameOfADurationIsRecognised(string name) => Assert.True(DurationName.Is(name));

    [Theory]
    [InlineData("Items")]
    [InlineData("Total")]
    [InlineData("Timeout")]
    [InlineData("Forms")]
    [InlineData("StatusCode")]
    [InlineData("Times")]
    [InlineData("")]
    public void AnotherNameIsNot(string name) => Assert.False(DurationName.Is(name));
}
