using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class ReadyFormatsTests
{
    [Theory]
    [InlineData("HDFS", "081109 203518 143 INFO dfs.DataNode$DataXceiver: Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106",
        "Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106", "Information", "2008-11-09T20:35:18")]
    [InlineData("BGL", "- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache parity error corrected",
        "instruction cache parity error corrected", "Information", "2005-06-03T22:42:50.363779")]
    [InlineData("OpenStack", "nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b 113d3a99 - - -] 10.11.10.1 status: 200",
        "10.11.10.1 status: 200", "Information", "2017-05-16T00:00:00.008")]
    [InlineData("OpenStack", "nova-compute.log.1 2017-05-16 00:00:04.500 2931 WARNING nova.virt.libvirt.imagecache Unknown base file",
        "Unknown base file", "Warning", "2017-05-16T00:00:04.5")]
    [InlineData("Nova", "INFO nova.compute.claims [req-a4498d64-47bb-491f-adde-effccaba43f0] [instance: 11760334-ac63-4cc8-9086-578422af8c99] Claim successful",
        "[instance: 11760334-ac63-4cc8-9086-578422af8c99] Claim successful", "Information", null)]
    [InlineData("Spark", "17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers for [TERM, HUP, INT]",
        "Registered signal handlers for [TERM, HUP, INT]", "Information", "2017-06-09T20:10:40")]
    [InlineData("Apache", "[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6",
        "mod_jk child workerEnv in error state 6", "Error", "2005-12-04T04:47:44")]
    [InlineData("Apache24", "[Thu Jun 27 11:55:44.569531 2013] [core:info] [pid 4326:tid 14002] [client 1.2.3.4] AH00128: File does not exist",
        "[client 1.2.3.4] AH00128: File does not exist", "Information", "2013-06-27T11:55:44.569531")]
    [InlineData("HPC", "134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change",
        "Component State Change", null, "2004-02-26T14:12:22")]
    [InlineData("Windows", "2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505",
        "Loaded Servicing Stack v6.1.7601.23505", "Information", "2016-09-28T04:30:30")]
    [InlineData("HealthApp", "20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579", "onStandStepChanged 3579", null, "2017-12-23T22:15:29.606")]
    [InlineData("NginxError", "2023/01/02 12:34:56 [error] 1234#5678: *99 open() \"/x\" failed (2: No such file or directory), client: 1.2.3.4",
        "open() \"/x\" failed (2: No such file or directory), client: 1.2.3.4", "Error", "2023-01-02T12:34:56")]
    [InlineData("NginxError", "2023/01/02 12:34:56 [notice] 1#1: start worker processes", "start worker processes", "Information", "2023-01-02T12:34:56")]
    [InlineData("NginxAccess", "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 404 2326 \"-\" \"curl \"x\" 8\"",
        "\"GET /apache_pb.gif HTTP/1.0\" 404 2326", "Warning", "2000-10-10T20:55:36")]
    [InlineData("NginxAccess", "::1 - - [10/Oct/2000:13:55:36 +0000] \"\" 500 0", "\"\" 500 0", "Error", "2000-10-10T13:55:36")]
    [InlineData("Log4j", "2015-07-29 17:41:44,747 [main] INFO  org.foo.Bar - Starting - now", "Starting - now", "Information", "2015-07-29T17:41:44.747")]
    [InlineData("Log4jTtcc", "467 [main] WARN org.foo.Bar  - Exiting application.", "Exiting application.", "Warning", null)]
    [InlineData("SpringBoot", "2024-01-02T03:04:05.678+01:00  INFO 1234 --- [           main] o.s.b.w.Tomcat : Tomcat initialized",
        "Tomcat initialized", "Information", "2024-01-02T02:04:05.678")]
    [InlineData("Python", "2024-01-02 12:34:56,789 - app.db - CRITICAL - no connection", "no connection", "Fatal", "2024-01-02T12:34:56.789")]
    [InlineData("Serilog", "2024-01-02 03:04:05.678 +01:00 [WRN] Disk is nearly full", "Disk is nearly full", "Warning", "2024-01-02T02:04:05.678")]
    [InlineData("Syslog3164", "<34>Oct 11 2003 x", "Oct 11 2003 x", "Fatal", null)]
    [InlineData("ConsoleSimple", "11/29/2026 12:45:49 info: App.Core[0]", "", "Information", "2026-11-29T12:45:49")]
    [InlineData("Generic", "2024-05-06 07:08:09.1234|INFO|App.Core|order placed", "order placed", "Information", "2024-05-06T07:08:09.1234")]
    [InlineData("Generic", "2024-05-06 07:08:09.123 | ERROR    | app:main:12 - order placed", "order placed", "Error", "2024-05-06T07:08:09.123")]
    [InlineData("Plain", "  anything at all ", "anything at all", null, null)]
    public void ARealLineIsSplit(string format, string line, string? content, string? severity, string? time)
    {
        var split = SplitLine.By(format, line);

        Assert.Equal(content is not null, split.Fits);
        Assert.Equal(content ?? line, split.Content);
        Assert.Equal(severity, split.Severity?.ToString());
        Assert.Equal(time, split.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Android", "03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogs", "printFreezingDisplayLogs", "Debug")]
    [InlineData("Proxifier", "[10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 open through proxy", "proxy.cse.cuhk.edu.hk:5070 open through proxy", null)]
    [InlineData("OpenSSH", "Dec 10 06:55:46 LabSZ sshd[24200]: Invalid user webmaster from 173.234.31.186", "Invalid user webmaster from 173.234.31.186", null)]
    [InlineData("Mac", "Jul  1 09:00:55 calvisitor-10-105-160-95 kernel[0]: IOThunderboltSwitch<0>(0x0)::listener", "IOThunderboltSwitch<0>(0x0)::listener", null)]
    [InlineData("Mac", "Jul  1 09:00:55 host com.apple.xpc[1] (com.x): Service exited", "Service exited", null)]
    [InlineData("Logback", "12:34:56.789 [main] ERROR c.e.Foo - failed", "failed", "Error")]
    public void ALineWithoutAYearIsSplitAndHasATime(string format, string line, string content, string? severity)
    {
        var split = SplitLine.By(format, line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
        Assert.NotNull(split.Time);
    }

    [Fact]
    public void ContentMayBeEmpty()
    {
        var split = SplitLine.By("Hadoop", "2015-10-18 18:01:48,963 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster:");

        Assert.True(split.Fits);
        Assert.Equal("", split.Content);
        Assert.Equal("", SplitLine.By("BGL", "- 1117838570 2005.06.03 R02 2005-06-03-15.42.50.363779 R02 RAS KERNEL INFO").Content);
    }

    [Theory]
    [InlineData("HDFS", "java.io.IOException: Could not read from stream: closed: again")]
    [InlineData("HDFS", "	at org.apache.hadoop.hdfs.DFSClient.read(DFSClient.java:1234) INFO foo: bar")]
    [InlineData("BGL", "one two three four five six seven eight nine ten eleven")]
    [InlineData("Nova", "Traceback (most recent call last): [x] y")]
    [InlineData("CompactJson", "{\"@t\":\"2024\"")]
    [InlineData("ConsoleSimple", "warn about this: Category[0]")]
    public void ALineThatIsNoneOfTheFormatIsContentAsAWhole(string format, string line)
    {
        var split = SplitLine.By(format, line);

        Assert.False(split.Fits);
        Assert.Equal(format == "BGL" ? line[4..] : line.Trim(), split.Content);
        Assert.Equal((null, null), (split.Time, split.Severity));
    }

    [Theory]
    [InlineData("nginx: [emerg] host not found in upstream", null, LogSeverity.Fatal)]
    [InlineData("ERROR disk is on fire", null, LogSeverity.Error)]
    [InlineData("<11>disk is on fire", null, LogSeverity.Error)]
    [InlineData("2015-03-23 05:48:30,122 without a level", "2015-03-23T05:48:30.122", null)]
    public void ALineOfAnotherLogKeepsItsTimeOrItsLevel(string line, string? time, LogSeverity? severity)
    {
        var split = SplitLine.By("NginxError", line);

        Assert.Equal((false, line, severity), (split.Fits, split.Content, split.Severity));
        Assert.Equal(time, split.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void ATimeOfDayIsNoTimeOfAHeaderWithADate() =>
        Assert.False(SplitLine.By("OpenStack", "2024-05-06 07:08:09.123 CEST [4711] LOG:  checkpoint starting: time").Fits);

    [Fact]
    public void FormatsAreFoundByNameHoweverItIsWritten()
    {
        Assert.All(LineFormat.Known, format => Assert.True(LineFormat.TryGet(format.Name.ToUpperInvariant(), out var found) && ReferenceEquals(found, format)));
        Assert.Equal(LineFormat.Known.Count, LineFormat.Known.Select(format => format.Name).Distinct().Count());
        Assert.True(LineFormat.TryGet("nginx-access", out _));
        Assert.True(LineFormat.TryGet("RFC 5424", out var syslog));
        Assert.Equal("Syslog5424", syslog.Name);
        Assert.True(LineFormat.TryGet("clef", out _));
        Assert.False(LineFormat.TryGet("nope", out _));
        Assert.Same(LineFormat.Plain, LineFormat.Known[^1]);
    }

    [Fact]
    public void AnAssumedOffsetIsUsedByTheFormatMadeWithIt()
    {
        Assert.True(LineFormat.TryGet("HDFS", out var format));
        var there = format.WithAssumedOffset(TimeSpan.FromHours(-8));

        Assert.Equal(new DateTime(2008, 11, 10, 4, 35, 18), new SplitLine(there, "081109 203518 143 INFO a: b").Time);
        Assert.Equal(new DateTime(2008, 11, 9, 20, 35, 18), new SplitLine(format, "081109 203518 143 INFO a: b").Time);
        Assert.Throws<ArgumentException>(() => format.WithAssumedOffset(TimeSpan.FromHours(19)));
        Assert.All(LineFormat.Known, known => Assert.Equal(known.Name, known.WithAssumedOffset(TimeSpan.FromHours(1)).Name));
    }
}
