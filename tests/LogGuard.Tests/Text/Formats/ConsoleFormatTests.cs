using LogGuard.Parsing;

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

    [Fact]
    public void LinesOfScopesAreNotTheMessage()
    {
        var events = JoinedEvent.By("ConsoleSimple", """
            2026-11-29 12:45:05 info: App.Core[0]
                  order 5 placed 1.50
            2026-11-29 12:45:05 fail: App.Core[0]
                  => scope t1 => System.Collections.Generic.Dictionary`2[System.String,System.Object]
                  failed 6
                  System.InvalidOperationException: bad
                  thing
                   ---> System.Exception: inner
                     --- End of inner exception stack trace ---
            2026-11-29 12:45:05 info: App.Core[0]
                  => scope t1
                  two
                  lines 1
            """);

        Assert.Equal(["order 5 placed 1.50", "failed 6", "two"], events.Select(one => one.Content));
        Assert.Equal([2, 7, 4], events.Select(one => one.Lines.Length));
        Assert.Equal(LogSeverity.Error, events[1].Severity);
        Assert.Equal("=> scope t1", events[2]["Scopes"]);
        Assert.All(events, one => Assert.Equal((true, new DateTime(2026, 11, 29, 12, 45, 5)), (one.Fits, one.Time)));
    }

    [Fact]
    public void TheTraceIdOfAScopeIsTheSession()
    {
        var events = JoinedEvent.By("ConsoleSimple", """
            info: App.Core[0]
                  => SpanId:00000000000000a1, TraceId:0000000000000000000000000000000a, ParentId:0000000000000000
                  step a done
            info: App.Core[0]
                  => SpanId:00000000000000b1, TraceId:0000000000000000000000000000000b, ParentId:0000000000000000 => ConnectionId:0HN
                  step b done
            """);

        Assert.Equal(["step a done", "step b done"], events.Select(one => one.Content));
        Assert.Equal(["0000000000000000000000000000000a", "0000000000000000000000000000000b"], events.Select(one => one.Trace));
        Assert.Equal("0HN", events[1]["ConnectionId"]);
        Assert.True(LineFormat.TryGet("ConsoleSimple", out var format));
        var reader = new SessionReader(format.Session, format);
        var split = new SplitLine(format, "info: App[0]\n      => SpanId:1a, TraceId:0b, ParentId:00\n      x");
        Assert.Equal(1, reader.Read("info: App[0]\n      => SpanId:1a, TraceId:0b, ParentId:00\n      x", split.Parts));
    }

    [Theory]
    [InlineData("2026-11-29 12:45:06 info: App.Core[0] order 5 placed 1.50", "order 5 placed 1.50")]
    [InlineData("2026-11-29 12:45:06 info: App.Core[0] => scope t1 => System.Collections.Generic.Dictionary`2[System.String,System.Object] order 5 placed 1.50", "order 5 placed 1.50")]
    [InlineData("info: App.Core[0] => SpanId:1a2b, TraceId:65a0 => RequestPath:/orders RequestId:0HN:1 order 5 placed 1.50", "order 5 placed 1.50")]
    [InlineData("info: App.Core[0] => scope a failed", "scope a failed")]
    [InlineData("info: App.Core[0] moved A => B", "moved A => B")]
    public void ScopesOnTheSameLineAreNoPartOfTheMessageWhereTheirEndCanBeTold(string line, string content)
    {
        var split = SplitLine.By("ConsoleSimple", line);

        Assert.True(split.Fits);
        Assert.Equal((content, "App.Core", "0"), (split.Content, split["Category"], split["EventId"]));
    }

    [Theory]
    [InlineData("11/29/2026 at 12.45 info: App.Core[0]")]
    [InlineData("søndag 29 nov 12.45.49 info: App.Core[0]")]
    [InlineData("[29-11-2026_12h45] info: App.Core[0]")]
    public void ATimeThatCannotBeReadCostsTheTimeOnly(string header)
    {
        var events = JoinedEvent.By("ConsoleSimple", $"{header}\n      order 5 placed\n{header.Replace("info", "fail")}\n      DISK ON FIRE\n");

        Assert.Equal(["order 5 placed", "DISK ON FIRE"], events.Select(one => one.Content));
        Assert.Equal([LogSeverity.Information, LogSeverity.Error], events.Select(one => one.Severity!.Value));
        Assert.All(events, one => Assert.Equal((true, "App.Core"), (one.Fits, one["Category"])));
    }

    [Theory]
    [InlineData("warn about this: Category[0]")]
    [InlineData("it went on to fail: App[0] x")]
    [InlineData("info: two words[0] x")]
    public void ASentenceIsNoHeader(string line) => Assert.False(SplitLine.By("ConsoleSimple", line).Fits);

    [Theory]
    [InlineData("<6>App.Core[0] order 5 placed", "order 5 placed", "Information", "App.Core", "0")]
    [InlineData("<4>App.Core[7] plain", "plain", "Warning", "App.Core", "7")]
    [InlineData("<3>App.Core[0] => scope t1 => System.Collections.Generic.Dictionary`2[System.String,System.Object] failed 6 System.Exception: bad", "failed 6 System.Exception: bad", "Error", "App.Core", "0")]
    [InlineData("<2>2024-05-06 07:08:09 App.Core[-1] stamped", "stamped", "Fatal", "App.Core", "-1")]
    [InlineData("2024-05-06 07:08:09 <7>App.Core`1[[System.String, System.Private.CoreLib]][7] generic", "generic", "Debug", "App.Core`1[[System.String, System.Private.CoreLib]]", "7")]
    public void TheFormatterForSystemdIsSplit(string line, string content, string severity, string category, string eventId)
    {
        var split = SplitLine.By("ConsoleSystemd", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity, category, eventId), (split.Content, split.Severity?.ToString(), split["Category"], split["EventId"]));
        Assert.Equal(line.Contains("2024"), split.Time is not null);
        Assert.Equal(content, SplitLine.By("ConsoleSimple", line).Content);
    }

    [Theory]
    [InlineData("<13>Apr 14 13:51:20 h app[1]: first thing")]
    [InlineData("<6>kernel message foo[3] bar")]
    [InlineData("info: App.Core[0] order 5 placed")]
    [InlineData("<9>App.Core[0] x")]
    public void OtherLinesAreNotTheFormattersForSystemd(string line) => Assert.False(SplitLine.By("ConsoleSystemd", line).Fits);

    [Fact]
    public void AScopeNeverGivesTheTemplate()
    {
        var split = SplitLine.By("ConsoleJson", """
            {"Timestamp": "2024-05-06T07:08:01Z", "EventId": 0, "LogLevel": "Information", "Category": "App", "Message": "disk on fire", "State": {}, "Scopes": [{"Message": "order 7", "OrderId": 7, "{OriginalFormat}": "order {OrderId}"}]}
            """);
        var withState = SplitLine.By("ConsoleJson", """
            {"Scopes":[{"{OriginalFormat}":"scope {S}","S":1}],"LogLevel":"Error","Message":"failed 6","Exception":"System.Exception: bad\n   at X","State":{"Id":6,"{OriginalFormat}":"failed {Id}"}}
            """);

        Assert.True(split.Fits && withState.Fits);
        Assert.Equal((null, "disk on fire", "7"), (split.Parts.Template, split.Content, split.Property("OrderId")));
        Assert.Equal(("failed {Id}", "failed 6"), (withState.Parts.Template, withState.Content));
        Assert.Equal("System.Exception: bad\n   at X", withState.Parts.Slice("", withState.Parts.Following).ToString());
    }

    [Fact]
    public void IndentedObjectsAreEventsAndTornOnesAreCounted()
    {
        const string Object = """
            {
              "EventId": 0,
              "LogLevel": "Warning",
              "Category": "App",
              "Message": "order 7 placed",
              "State": {
                "Message": "order 7 placed",
                "Id": 7,
                "{OriginalFormat}": "order {Id} placed"
              },
              "Scopes": [
                {
                  "Message": "scope t1"
                }
              ]
            }

            """;
        var torn = string.Join('\n', Object.Split('\n')[..4]) + "\n";

        var events = JoinedEvent.By("ConsoleJson", Object + "Unhandled exception.\n" + torn + Object + """{"LogLevel":"Error","Message":"on one line"}""" + "\n" + Object);

        Assert.Equal([true, false, false, true, true, true], events.Select(one => one.Fits));
        Assert.Equal(["order {Id} placed", null, null, "order {Id} placed", null, "order {Id} placed"], events.Select(one => one.Template));
        Assert.Equal("order 7 placed", events[0].Content);
        Assert.Equal((LogSeverity.Warning, 16), (events[0].Severity, events[0].Lines.Length));
    }
}
