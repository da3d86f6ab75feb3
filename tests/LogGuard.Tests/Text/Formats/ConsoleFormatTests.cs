namespace LogGuard.Tests.Parsing;

public class ConsoleFormatTests
{
    [Theory]
    [InlineData("info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://localhost:5000", "Microsoft.Hosting.Lifetime", "14", "Now listening on: http://localhost:5000", LogSeverity.Information)]
    [InlineData("fail: App.Store[0] No room: left", "App.Store", "0", "No room: left", LogSeverity.Error)]
    [InlineData("crit: App.Box`1[[System.Int32]][-3]", "App.Box`1[[System.Int32]]", "-3", "", LogSeverity.Fatal)]
    [InlineData("2024-01-02 03:04:05 warn: App[1] late", "App", "1", "late", LogSeverity.Warning)]
    [InlineData("[12:34:56 dbug: App[1] odd", "App", "1", "odd", LogSeverity.Debug)]
    public void TheSimpleFormatterIsSplit(string line, string category, string eventId, string content, LogSeverity severity)
    {
        var split = SplitLine.By("ConsoleSimple", line);

        Assert.True(split.Fits);
        Assert.Equal((category, eventId, content, severity), (split["Category"], split["EventId"], split.Content, split.Severity));
        Assert.Equal(char.IsDigit(line.Trim('[')[0]), split.Time is not null);
    }

    [Fact]
    public void TheJsonFormatterHasAnExactTemplateAndProperties()
    {
        var split = SplitLine.By("ConsoleJson", """
            {"Timestamp":"2024-01-02T03:04:05.678Z ","EventId":14,"LogLevel":"Warning","Category":"App.Orders","Message":"Order 17 took \u00fcber 12.5 ms","State":{"Message":"Order 17 took \u00fcber 12.5 ms","Id":17,"Elapsed":12.5,"{OriginalFormat}":"Order {Id} took \u00fcber {Elapsed} ms"},"Scopes":[{"Message":"SpanId:1","SpanId":"1a","TraceId":"f00"},"text"]}
            """);

        Assert.True(split.Fits);
        Assert.Equal("Order {Id} took über {Elapsed} ms", split.Parts.Template);
        Assert.Equal("Order 17 took über 12.5 ms", split.Content);
        Assert.Equal(("17", "12.5", "f00", "14"), (split.Property("Id"), split.Property("Elapsed"), split.Property("TraceId"), split["EventId"]));
        Assert.True(split.Parts.TryGetProperty("Elapsed", out var elapsed) && elapsed.Number == 12.5);
        Assert.Equal(LogSeverity.Warning, split.Severity);
        Assert.Equal(new DateTime(2024, 1, 2, 3, 4, 5, 678), split.Time);
    }
}
