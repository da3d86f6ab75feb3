using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class W3CFormatTests
{
    [Fact]
    public void TheColumnsAreThoseOfTheHeaderAndMayChangeInTheFile()
    {
        var events = JoinedEvent.By("IIS", """
            #Software: Microsoft Internet Information Services 10.0
            #Version: 1.0
            #Date: 2024-05-06 07:00:00
            #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) sc-status time-taken
            2024-05-06 07:08:09 10.0.0.5 GET /default.htm - 80 10.0.0.9 Mozilla/5.0+(Windows) 200 15
            2024-05-06 07:08:10 10.0.0.5 POST /order id=7 80 10.0.0.9 curl 503 1250
            #Fields: date time cs-method cs-uri-stem sc-status
            2024-05-06 07:08:11 GET /b 404
            2024-05-06 07:08:12 GET /b 404 one too many
            """);

        Assert.Equal(
            ["#Software: Microsoft Internet Information Services 10.0", "GET /default.htm 200", "POST /order?id=7 503", "GET /b 404", "2024-05-06 07:08:12 GET /b 404 one too many"],
            events.Select(one => one.Content));
        Assert.Equal([null, LogSeverity.Information, LogSeverity.Error, LogSeverity.Warning, null], events.Select(one => one.Severity));
        Assert.Equal((new DateTime(2024, 5, 6, 7, 8, 9), "10.0.0.9", "15"), (events[1].Time!.Value, events[1]["c-ip"], events[1]["time-taken"]));
        Assert.False(events[4].Fits);
    }

    [Fact]
    public void WithoutAHeaderTheColumnsAreTheServersDefault()
    {
        var split = SplitLine.By("W3C", "2024-05-06 07:08:09 10.0.0.5 GET /default.htm - 80 - 10.0.0.9 Mozilla/5.0+(Windows) - 200 0 0 15");

        Assert.Equal((true, "GET /default.htm 200", "10.0.0.9"), (split.Fits, split.Content, split.Property("c-ip")));
        Assert.True(split.Parts.TryGetProperty("time-taken", out var taken) && taken.Number == 15);
        Assert.False(SplitLine.By("W3C", "2024-05-06 07:08:09 INFO x").Fits);
    }

    [Fact]
    public void OtherLogsWithSuchAHeaderAreRead()
    {
        var firewall = JoinedEvent.By("W3C", """
            #Version: 1.5
            #Fields: date time action protocol src-ip dst-ip src-port dst-port size
            2024-05-06 07:08:09 DROP TCP 10.0.0.9 10.0.0.5 51000 445 52
            """);
        var cloud = JoinedEvent.By("W3C", "#Fields: date time x-edge-location cs-method cs(Host) cs-uri-stem sc-status\n2024-05-06\t07:08:09\tFRA2\tGET\tx.example.org\t/a\t502");
        var exchange = JoinedEvent.By("W3C", "#Fields: date-time,connector-id,event,data\n2024-05-06T07:08:09.123Z,\"In, bound\",*,Tarpit for '0.00:00:05'");

        Assert.Equal(("DROP TCP 10.0.0.9 10.0.0.5 51000 445 52", "445"), (firewall[^1].Content, firewall[^1]["dst-port"]));
        Assert.Equal(("GET /a 502", LogSeverity.Error, new DateTime(2024, 5, 6, 7, 8, 9)), (cloud[^1].Content, cloud[^1].Severity, cloud[^1].Time));
        Assert.Equal(("In, bound", new DateTime(2024, 5, 6, 7, 8, 9, 123)), (exchange[^1]["connector-id"], exchange[^1].Time));
    }
}
