using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class LogEventReaderTests
{
    [Fact]
    public void AnEventIsReturnedWithTheFirstLineOfTheNextOne()
    {
        var reader = new LogEventReader(LineFormat.Parse("<Date> <Time> <Level> <Content>"));

        Assert.False(reader.Add("2026-11-30 10:00:00 ERROR request 1 failed"));
        Assert.False(reader.Add("  at Shop.Pay(Order order)"));
        Assert.True(reader.Add("2026-11-30 10:00:01 INFO request 2 done"));
        Assert.Equal("request 1 failed", reader.Content.ToString());
        Assert.Equal(LogSeverity.Error, reader.Severity);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 10, 0, 0, TimeSpan.Zero), reader.Timestamp);
        Assert.True(reader.Flush());
        Assert.Equal("request 2 done", reader.Content.ToString());
        Assert.False(reader.Flush());
        Assert.True(reader.Content.IsEmpty);
        Assert.Equal((2L, 0L, 1L), (reader.EventCount, reader.UnparsedCount, reader.JoinedCount));
    }

    [Fact]
    public void EarlierLinesTellTheColumnsOfLaterOnes()
    {
        var reader = new LogEventReader(LineFormat.TryGet("W3C", out var format) ? format : LineFormat.Plain);

        reader.Add("#Fields: date time cs-method cs-uri-stem sc-status");
        reader.Add("2026-11-30 10:00:00 GET /orders 200");
        reader.Flush();

        Assert.True(reader.TryGetField("cs-uri-stem", out var path));
        Assert.Equal("/orders", path.ToString());
        Assert.False(reader.TryGetField("s-ip", out _));
    }

    [Fact]
    public void ALineAllocatesNothing()
    {
        var reader = new LogEventReader(LineFormat.TryGet("BGL", out var format) ? format : LineFormat.Plain);
        const string Line = "- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache parity error corrected";
        for (var i = 0; i < 100; i++)
        {
            reader.Add(Line);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            reader.Add(Line);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
