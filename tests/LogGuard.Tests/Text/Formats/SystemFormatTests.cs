using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

/// <summary>Formats of operating systems and virtual machines.</summary>
public class SystemFormatTests
{
    [Theory]
    [InlineData("[2024-05-06T07:08:09.123+0200][info][gc] GC(5) Pause Young (Normal) (G1 Evacuation Pause) 24M->5M(256M) 3.456ms", "GC(5) Pause Young (Normal) (G1 Evacuation Pause) 24M->5M(256M) 3.456ms", "Information", "gc", true)]
    [InlineData("[12.345s][info   ][gc,start     ] GC(5) Pause Young", "GC(5) Pause Young", "Information", "gc,start", false)]
    [InlineData("[2024-05-06T07:08:09.123+0200][12.345s][4711][7][warning][gc,heap,exit] [x] odd", "[x] odd", "Warning", "gc,heap,exit", true)]
    [InlineData("[12345ms][box][error][os,thread] Failed to start thread", "Failed to start thread", "Error", "os,thread", false)]
    public void ALineOfTheJvmIsRead(string line, string content, string severity, string tags, bool hasTime)
    {
        var split = SplitLine.By("JvmGc", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity, tags, hasTime), (split.Content, split.Severity?.ToString(), split["Tags"], split.Time is not null));
    }

    [Theory]
    [InlineData("[2024-05-06 07:08:09] [error] [client 1.2.3.4] x")]
    [InlineData("[INFO] x")]
    [InlineData("[12.345s] x")]
    public void OtherLinesInBracketsAreNotOfTheJvm(string line) => Assert.False(SplitLine.By("JvmGc", line).Fits);

    [Fact]
    public void AnEntryOfTheJournalIsOneEvent()
    {
        var events = JoinedEvent.By("JournalExport", """
            __CURSOR=s=739ad463348b4ceca5a9e69c95a3c93f;i=4ece7;b=1
            __REALTIME_TIMESTAMP=1714979289123456
            __MONOTONIC_TIMESTAMP=15143626005
            PRIORITY=6
            _PID=4711
            _SYSTEMD_UNIT=shop.service
            MESSAGE=order a=b placed

            __CURSOR=s=739ad463348b4ceca5a9e69c95a3c93f;i=4ece8;b=1
            __REALTIME_TIMESTAMP=1714979290123456
            PRIORITY=3
            MESSAGE
            SIZEtwo lines
            of it
            SYSLOG_IDENTIFIER=shop

            """.Replace("SIZE", "\u0015\0\0\0\0\0\0\0"));

        Assert.Equal(2, events.Count);
        Assert.Equal(("order a=b placed", LogSeverity.Information, "4711", "15143626005"), (events[0].Content, events[0].Severity, events[0]["_PID"], events[0]["__MONOTONIC_TIMESTAMP"]));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9).AddTicks(1234560), events[0].Time);
        Assert.Equal(("two lines\nof it", LogSeverity.Error, "shop"), (events[1].Content, events[1].Severity, events[1]["SYSLOG_IDENTIFIER"]));
    }

    [Fact]
    public void APieceOfAnEntryIsAnEventThatDoesNotFit()
    {
        var events = JoinedEvent.By("JournalExport", "MESSAGE=cut\n_PID=1\n__CURSOR=s=1\n__REALTIME_TIMESTAMP=1714979289123456\nMESSAGE=whole\n");

        Assert.Equal([false, false, true], events.Select(one => one.Fits));
        Assert.Equal("whole", events[2].Content);
    }

    [Fact]
    public void ABlockOfAWindowsEventIsOneEvent()
    {
        var events = JoinedEvent.By("WindowsEvent", """
            Event[0]:
              Log Name: System
              Source: Service Control Manager
              Date: 2024-05-06T07:08:09.123
              Event ID: 7036
              Task: N/A
              Level: Information
              Computer: BOX
              Description: 
            The Print Spooler service entered the stopped state.

            Event[1]
              Log Name: Application
              Source: .NET Runtime
              Date: 2024-05-06T07:08:10.1230000Z
              Event ID: 1026
              Level: Error
              Description: Application: Shop.exe
            Framework Version: v4.0.30319
            Exception Info: System.Exception

            """);

        Assert.Equal(2, events.Count);
        Assert.Equal(["The Print Spooler service entered the stopped state.", "Application: Shop.exe"], events.Select(one => one.Content));
        Assert.Equal([("7036", "Service Control Manager"), ("1026", ".NET Runtime")], events.Select(one => (one["EventId"]!, one["Source"]!)));
        Assert.Equal([LogSeverity.Information, LogSeverity.Error], events.Select(one => one.Severity!.Value));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9, 123), events[0].Time);
    }

    [Theory]
    [InlineData("Information,5/6/2024 7:08:09 AM,Service Control Manager,7036,None,The Print Spooler service entered the stopped state.", "The Print Spooler service entered the stopped state.", "Information")]
    [InlineData("Error\t2024-05-06 07:08:09\tDisk\t7\tNone\tThe device has a bad block.", "The device has a bad block.", "Error")]
    [InlineData("Avviso,06.05.2024 07:08:09,Disk,153,Nessuna,\"Der E/A-Vorgang, Block 0x1, wurde wiederholt.\"", "Der E/A-Vorgang, Block 0x1, wurde wiederholt.", null)]
    public void ASavedLineOfTheEventViewerIsRead(string line, string content, string? severity)
    {
        var split = SplitLine.By("WindowsEvent", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
    }

    [Theory]
    [InlineData("Level,Date and Time,Source,Event ID,Task Category")]
    [InlineData("a, b, c, d, e, f")]
    public void OtherLinesAreNoWindowsEvents(string line) => Assert.False(SplitLine.By("WindowsEvent", line).Fits);

    [Theory]
    [InlineData("time=\"2024-05-06T07:08:09Z\" level=warning msg=\"order \\\"7\\\" late\" animal=walrus number=122", "order \"7\" late", "Warning")]
    [InlineData("time=2024-05-06T07:08:09.123+02:00 level=INFO msg=started id=7", "started", "Information")]
    [InlineData("ts=2024-05-06T07:08:09Z caller=main.go:12 level=error msg=\"no disk\" err=\"EOF\"", "no disk", "Error")]
    [InlineData("level=info method=GET path=/a debug status=200", "level=info method=GET path=/a debug status=200", "Information")]
    public void ALineOfPairsIsRead(string line, string content, string severity)
    {
        var split = SplitLine.By("Logfmt", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
        Assert.Equal(!line.StartsWith("level", StringComparison.Ordinal), split.Time is not null);
    }

    [Fact]
    public void OtherPairsAreProperties()
    {
        var split = SplitLine.By("Logfmt", "time=2024-05-06T07:08:09Z level=info msg=x user=\"ann lee\" number=1.5 empty=");

        Assert.Equal(("ann lee", ""), (split.Property("user"), split.Property("empty")));
        Assert.True(split.Parts.TryGetProperty("number", out var number) && number.Number == 1.5);
    }

    [Theory]
    [InlineData("user=ann went away")]
    [InlineData("the level=info is odd")]
    [InlineData("level=info msg=\"torn")]
    [InlineData("{\"level\":\"info\"}")]
    public void OtherLinesAreNoPairs(string line) => Assert.False(SplitLine.By("Logfmt", line).Fits);
}
