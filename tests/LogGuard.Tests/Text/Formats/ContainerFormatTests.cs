using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class ContainerFormatTests
{
    [Fact]
    public void ALineOfDockerIsReadByTheFormatOfTheLineWithin()
    {
        var events = JoinedEvent.By("Docker", """
            {"log":"2024-05-06 07:08:00 INFO kasudo logged in\n","stream":"stdout","time":"2024-05-06T07:08:00.123456789Z"}
            {"log":"2024-05-06 07:08:01 ERROR kasufa lost\n","stream":"stderr","attrs":{"tag":"x"},"time":"2024-05-06T07:08:01.123456789Z"}
            {"log":"[WARN] careful\r\n","stream":"stdout","time":"2024-05-06T07:08:02Z"}
            """);

        Assert.Equal(["kasudo logged in", "kasufa lost", "careful"], events.Select(one => one.Content));
        Assert.Equal([LogSeverity.Information, LogSeverity.Error, LogSeverity.Warning], events.Select(one => one.Severity));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 0).AddTicks(1234567), events[0].Time);
        Assert.Equal("stderr", events[1]["Stream"]);
    }

    [Theory]
    [InlineData("Docker", """{"log":"LINE\n","stream":"stdout","time":"2024-05-06T07:08:09Z"}""")]
    [InlineData("Cri", "2024-05-06T07:08:09.123456789Z stdout F LINE")]
    [InlineData("Kubernetes", "2024-05-06T07:08:09.123456789+02:00 stderr F:x LINE")]
    public void TheLineWithinMayHaveAnyReadyFormat(string format, string wrapping)
    {
        Assert.Equal(("Order {Id} placed", "Order 7 placed", LogSeverity.Warning), Within("""{"@t":"2024-05-06T07:08:09Z","@mt":"Order {Id} placed","@l":"Warning","Id":7,"@tr":"65a0"}"""));
        Assert.Equal((null, "order placed", LogSeverity.Information), Within("""{"level":30,"time":1714979289123,"pid":1,"hostname":"b","msg":"order placed"}"""));
        Assert.Equal((null, "order placed", LogSeverity.Error), Within("07:08:09.123 [main] ERROR org.x.App - order placed"));
        Assert.Equal((null, "order placed", LogSeverity.Warning), Within("""time=2024-05-06T07:08:09Z level=warn msg="order placed" id=7"""));
        Assert.Equal((null, "order placed", LogSeverity.Error), Within("fail: App.Core[0] order placed"));
        Assert.Equal((null, "order placed", LogSeverity.Error), Within("[ERROR] order placed"));
        Assert.Equal((null, "order placed", null), Within("order placed"));

        (string?, string, LogSeverity?) Within(string line)
        {
            var escaped = wrapping[0] == '{' ? line.Replace("\\", "\\\\").Replace("\"", "\\\"") : line;
            var one = Assert.Single(JoinedEvent.By(format, wrapping.Replace("LINE", escaped)));
            Assert.True(one.Fits);
            Assert.NotNull(one.Time);
            return (one.Template, one.Content, one.Severity);
        }
    }

    [Fact]
    public void PropertiesAndTheTraceOfTheLineWithinAreThoseOfTheLine()
    {
        var one = Assert.Single(JoinedEvent.By("Cri", """2024-05-06T07:08:09Z stdout F {"@t":"2024-05-06T07:08:09Z","@mt":"Order {Id} placed","@x":"E: a","Id":7,"@tr":"65a0"}"""));

        Assert.Equal(("7", "65a0", "65a0"), (one["Id"], one["TraceId"], one.Trace));
    }

    [Fact]
    public void PiecesOfALineAreOneEvent()
    {
        var cri = JoinedEvent.By("Cri", """
            2024-05-06T07:08:09.1Z stdout P 2024-05-06 07:08:09 WARN half of 
            2024-05-06T07:08:09.2Z stdout P a line and 
            2024-05-06T07:08:09.3Z stdout F its end
            2024-05-06T07:08:10.1Z stdout F 2024-05-06 07:08:10 INFO whole
            2024-05-06T07:08:11.1Z stderr P lost end
            2024-05-06T07:08:12.1Z stdout F 2024-05-06 07:08:12 INFO next
            """);
        var docker = JoinedEvent.By("Docker", """
            {"log":"WARN: half of ","stream":"stdout","time":"2024-05-06T07:08:09Z"}
            {"log":"a line\n","stream":"stdout","time":"2024-05-06T07:08:10Z"}
            {"log":"WARN: whole\n","stream":"stdout","time":"2024-05-06T07:08:11Z"}
            """);

        Assert.Equal(["half of a line and its end", "whole", "lost end", "next"], cri.Select(one => one.Content));
        Assert.Equal((LogSeverity.Warning, 9), (cri[0].Severity, cri[0].Time!.Value.Second));
        Assert.Equal(["half of a line", "whole"], docker.Select(one => one.Content));
    }

    [Fact]
    public void LinesOfATraceAndOfAConsoleBelongToTheEventOfTheLineWithin()
    {
        static string Cri(string text) => string.Concat(text.Split('\n').Select(line => $"2024-05-06T07:08:09.123456789Z stdout F {line}\n"));

        var trace = JoinedEvent.By("Cri", Cri("""
            2024-05-06 07:08:09,123 [main] ERROR org.x.App - failed
            java.lang.IllegalStateException: bad
            	at org.x.App.run(App.java:7)
            Caused by: x
            2024-05-06 07:08:10,123 [main] INFO  org.x.App - next
            ERROR: a level of its own
            """));
        var console = JoinedEvent.By("Cri", Cri("""
            info: App.Core[0]
                  => SpanId:1a, TraceId:65a0, ParentId:00
                  order 5 placed
            fail: App.Core[0]
                  lost 6
                  System.Exception: bad
                     at App.Run()
            """));
        var json = JoinedEvent.By("Cri", Cri("""
            {
              "LogLevel": "Error",
              "Message": "lost 6",
              "State": { },
              "Category": "App"
            }
            {
              "LogLevel": "Warning",
              "Message": "late 7"
            }
            """));

        Assert.Equal(["failed", "next", "ERROR: a level of its own"], trace.Select(one => one.Content).Select(content => content == "a level of its own" ? "ERROR: " + content : content));
        Assert.Equal("java.lang.IllegalStateException: bad|\tat org.x.App.run(App.java:7)|Caused by: x", string.Join('|', trace[0].Lines[1..]));
        Assert.Equal(["order 5 placed", "lost 6"], console.Select(one => one.Content));
        Assert.Equal("65a0", console[0].Trace);
        Assert.Equal([("lost 6", LogSeverity.Error), ("late 7", LogSeverity.Warning)], json.Select(one => (one.Content, one.Severity!.Value)));
    }

    [Fact]
    public void TheFormatWithinCanBeGiven()
    {
        Assert.True(LineFormat.TryGet("Docker", out var docker));
        var format = docker.Containing(LineFormat.Parse("<Level>/<Job>: <Content>", new LineFormatOptions { Session = SessionSelector.Field("Job") }));
        const string Line = """{"log":"WARN/a-1: order placed\n","stream":"stdout","time":"2024-05-06T07:08:09Z"}""";

        var split = new SplitLine(format, Line);

        Assert.Equal((true, "order placed", "a-1"), (split.Fits, split.Content, split.Property("Job")));
        Assert.Equal(1, new SessionReader(format.Session, format).Read(Line, split.Parts));
        Assert.True(LineFormat.TryGet("cri/log4j", out var named));
        Assert.Equal("x", new SplitLine(named, "2024-05-06T07:08:09Z stdout F 2024-05-06 07:08:09,123 [main] ERROR org.x.App - x").Content);
        Assert.True(LineFormat.TryGet("cri/<Level>|<Content>", out var parsed));
        Assert.Equal("x", new SplitLine(parsed, "2024-05-06T07:08:09Z stdout F INFO|x").Content);
        Assert.False(LineFormat.TryGet("cri/nope", out _));
        Assert.False(LineFormat.TryGet("log4j/cri", out _));
        Assert.Throws<ArgumentException>(() => LineFormat.Plain.Containing(docker));
    }

    [Theory]
    [InlineData("Docker", "2024-05-06T07:08:09Z stdout F x")]
    [InlineData("Docker", """{"log":"x\n","stream":"stdout"}""")]
    [InlineData("Docker", """{"log":"torn""")]
    [InlineData("Docker", """{"log":7,"time":"2024-05-06T07:08:09Z"}""")]
    [InlineData("Cri", "2024-05-06T07:08:09Z stdlog F x")]
    [InlineData("Cri", "2024-05-06T07:08:09Z stdout Q x")]
    [InlineData("Cri", "plain")]
    public void OtherLinesDoNotFitAndAreEvents(string format, string line)
    {
        var events = JoinedEvent.By(format, line + "\n" + line);

        Assert.Equal([(false, line), (false, line)], events.Select(one => (one.Fits, one.Content)));
    }

    [Fact]
    public void HalvesOfAPairInALineOfDockerAreRead()
    {
        var one = Assert.Single(JoinedEvent.By("Docker", """{"log":"cut \ud83d\n","stream":"stdout","time":"2024-05-06T07:08:09Z"}"""));

        Assert.Equal((true, "cut \uFFFD"), (one.Fits, one.Content));
    }
}
