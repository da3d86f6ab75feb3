using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class FormatDetectorTests
{
    [Theory]
    [InlineData("HDFS", "081109 203518 143 INFO dfs.DataNode$DataXceiver: Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106")]
    [InlineData("BGL", "- 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache parity error corrected")]
    [InlineData("Hadoop", "2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created MRAppMaster")]
    [InlineData("Spark", "17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers for [TERM, HUP, INT]")]
    [InlineData("Zookeeper", "2015-07-29 17:41:44,747 - INFO  [QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774] - Notification time out: 3200")]
    [InlineData("Zookeeper", "2024-05-06 07:00:09,123 [myid:1] - INFO  [main:QuorumPeerConfig@136] - step a done")]
    [InlineData("Apache", "[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6")]
    [InlineData("Apache24", "[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 203.0.113.7] File does not exist")]
    [InlineData("Android", "03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogs")]
    [InlineData("HealthApp", "20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579")]
    [InlineData("Syslog3164", "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure")]
    [InlineData("Syslog3164", "<13>Apr 14 13:51:20 h app[1]: first thing")]
    [InlineData("Syslog5424", "<14>1 2025-04-15T23:19:09Z nas1 svc 1 - - message")]
    [InlineData("NginxError", "2023/10/10 13:55:36 [error] 31#31: *7 connect() failed (111: Connection refused)")]
    [InlineData("NginxAccess", "203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\"")]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [main] INFO  org.x.App - started")]
    [InlineData("Logback", "13:55:36.123 [main] INFO  o.x.App -- logback 1.4 writes two hyphens")]
    [InlineData("SpringBoot", "2024-05-06 07:00:09.123   INFO 1 --- [           main] org.x.App                : step a done")]
    [InlineData("Python", "2023-10-10 13:55:36,123 - app.core - INFO - started - really")]
    [InlineData("Serilog", "2023-10-10 13:55:36.123 +02:00 [INF] started")]
    [InlineData("Serilog", "[13:55:36 INF] console template")]
    [InlineData("ConsoleSimple", "info: App.Core[0]")]
    [InlineData("CompactJson", "{\"@t\":\"2024-05-06T07:08:09Z\",\"@mt\":\"one\"}")]
    [InlineData("ConsoleJson", "{\"EventId\":3,\"LogLevel\":\"Information\",\"Category\":\"App\",\"Message\":\"m\",\"State\":{\"Message\":\"m\",\"{OriginalFormat}\":\"m\"}}")]
    [InlineData("Generic", "2024-05-06 07:08:09.1234|INFO|App.Core|order placed")]
    [InlineData("Generic", "[2024-05-06 07:08:09] local.ERROR: no", "[2024-05-06 07:08:09] ERROR: yes", "[2024-05-06 07:08:10] INFO: yes")]
    [InlineData("Python", "2024-05-06 07:08:09 WARN kasudo logged in", "2024-05-06 07:08:10 INFO kasufa logged out")]
    [InlineData("Plain", "a sentence of a few words")]
    [InlineData("Plain", "{\"log\":\"2024-05-06 07:08:00 of nothing known\"}")]
    [InlineData("Generic", "2024-05-06 07:08:09.123 | INFO     | app:main:12 - order placed")]
    [InlineData("Plain", "")]
    public void TheFormatOfALogIsThatOfItsLines(string expected, params string[] lines) => Assert.Equal(expected, LineFormat.Detect(lines).Name);

    [Theory]
    [InlineData("HDFS")]
    [InlineData("BGL")]
    [InlineData("OpenStack")]
    [InlineData("Hadoop")]
    [InlineData("Zookeeper")]
    [InlineData("Apache")]
    [InlineData("Thunderbird")]
    public void ARealLogIsRecognised(string name) => Assert.Equal(name, LineFormat.Detect(LoghubSet.Read(name).Lines).Name);

    [Fact]
    public void AMinorityOfOtherLinesAndStackTracesDoesNotMatter()
    {
        const string Line = "2023-10-10 13:55:36,123 [main] INFO  org.x.App - started";

        Assert.Equal("Log4j", LineFormat.Detect([Line, "java.io.IOException: no", "\tat X.y(X.java:1)", "\tat X.z(X.java:2)", "Caused by: z", Line, ""]).Name);
        Assert.Equal("Log4j", LineFormat.Detect([Line, "Traceback (most recent call last):", "  File \"x.py\", line 1, in <module>", "ValueError: x", Line]).Name);
        Assert.Equal("Plain", LineFormat.Detect([Line, "ERROR one", "ERROR two", "2024-05-06 07:08:09: three"]).Name);
        Assert.Equal("Plain", LineFormat.Detect([Line, "one", "two", "three"]).Name);
    }

    [Fact]
    public void OnlyTheFirstLinesAreRead()
    {
        static IEnumerable<string> Lines()
        {
            for (var i = 0; i < 200; i++)
            {
                yield return "2023-10-10 13:55:36,123 [main] INFO  org.x.App - started";
            }

            throw new InvalidOperationException("one line too many");
        }

        Assert.Equal("Log4j", LineFormat.Detect(Lines()).Name);
        Assert.Throws<ArgumentNullException>(() => LineFormat.Detect(null!));
    }
}
