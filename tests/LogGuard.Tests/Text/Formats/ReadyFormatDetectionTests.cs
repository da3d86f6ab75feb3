using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

/// <summary>The first lines of programs choose the format of the program.</summary>
public class ReadyFormatDetectionTests
{
    [Theory]
    [InlineData("CompactJson", "{\"@t\":\"2024-05-06T07:08:09Z\",\"@mt\":\"Order {Id} placed\",\"Id\":7}")]
    [InlineData("SerilogJson", "{\"Timestamp\":\"2024-05-06T07:08:09Z\",\"Level\":\"Warning\",\"MessageTemplate\":\"Order {Id} placed\",\"Properties\":{\"Id\":\"A-1\"}}")]
    [InlineData("ConsoleJson", "{\"Timestamp\":\"2024-05-06T07:08:09Z\",\"EventId\":0,\"LogLevel\":\"Information\",\"Category\":\"App\",\"Message\":\"m\",\"State\":{\"{OriginalFormat}\":\"m\"}}")]
    [InlineData("ConsoleJson", "{\n  \"EventId\": 0,\n  \"LogLevel\": \"Information\",\n  \"Category\": \"App\",\n  \"Message\": \"m\"\n}")]
    [InlineData("ConsoleSimple", "info: App.Core[0]\n      => scope t1\n      order 5 placed")]
    [InlineData("ConsoleSystemd", "<6>App.Core[0] order 5 placed")]
    [InlineData("Ecs", "{\"@timestamp\":\"2024-05-06T07:08:09Z\",\"log.level\":\"INFO\",\"message\":\"m\",\"ecs.version\":\"1.2.0\"}")]
    [InlineData("Pino", "{\"level\":30,\"time\":1714979289123,\"pid\":4711,\"hostname\":\"box\",\"msg\":\"order placed\"}")]
    [InlineData("Bunyan", "{\"name\":\"shop\",\"hostname\":\"box\",\"pid\":4711,\"level\":40,\"msg\":\"late\",\"time\":\"2024-05-06T07:08:09.123Z\",\"v\":0}")]
    [InlineData("Zap", "{\"level\":\"info\",\"ts\":1714979289.123,\"logger\":\"shop\",\"caller\":\"main.go:12\",\"msg\":\"order placed\"}")]
    [InlineData("Docker", "{\"log\":\"2024-05-06 07:08:00 INFO order placed\\n\",\"stream\":\"stdout\",\"time\":\"2024-05-06T07:08:00.123456789Z\"}")]
    [InlineData("Cri", "2024-05-06T07:08:09.123456789+02:00 stdout F 2024-05-06 07:08:09 INFO order placed")]
    [InlineData("JournalExport", "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1714979289123456\nPRIORITY=6\nMESSAGE=order placed\n_PID=4711")]
    [InlineData("JournalJson", "{\"__CURSOR\":\"s=1\",\"__REALTIME_TIMESTAMP\":\"1714979289123456\",\"PRIORITY\":\"3\",\"MESSAGE\":\"order lost\"}")]
    [InlineData("Logfmt", "time=2024-05-06T07:08:09Z level=warning msg=\"order late\" number=122")]
    [InlineData("PostgreSql", "2024-05-06 07:08:09.123 CEST [4711] LOG:  checkpoint starting: time")]
    [InlineData("PostgreSqlCsv", "2024-05-06 07:08:10.123 CEST,\"ann\",\"shop\",4711,\"10.0.0.9:5432\",66386d09.1267,3,\"SELECT\",2024-05-06 07:08:00 CEST,3/7,0,ERROR,42P01,\"relation \"\"x\"\" does not exist\",,,,,,\"select *\",15,,\"psql\",\"client backend\",,0")]
    [InlineData("Klog", "W0506 07:08:09.123456    1234 reflector.go:324] watch of *v1.Node ended")]
    [InlineData("MySqlError", "2024-05-06T07:08:09.123456Z 8 [Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.")]
    [InlineData("MySqlSlow", "# Time: 2024-05-06T07:08:09.123456Z\n# User@Host: ann[ann] @ h [10.0.0.9]  Id: 8\n# Query_time: 2.0  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 9\nSET timestamp=1714979287;\nSELECT *\nFROM orders;")]
    [InlineData("W3C", "#Fields: date time cs-method cs-uri-stem sc-status\n2024-05-06 07:08:11 GET /b 404\n2024-05-06 07:08:11 GET /b 404")]
    [InlineData("HAProxy", "May  6 07:08:09 lb haproxy[1]: 10.0.1.2:33317 [06/May/2024:07:08:09.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"")]
    [InlineData("AwsElb", "https 2024-05-06T07:08:09.186641Z app/lb/50dc 10.0.0.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 \"GET https://x:443/ HTTP/1.1\" \"curl\" c p arn \"Root=1-58\"")]
    [InlineData("JvmGc", "[2024-05-06T07:08:09.123+0200][12.345s][info][gc,start     ] GC(5) Pause Young")]
    [InlineData("WindowsEvent", "Information,5/6/2024 7:08:09 AM,Service Control Manager,7036,None,The Print Spooler service stopped.")]
    [InlineData("WindowsEvent", "Event[0]:\n  Log Name: System\n  Source: Disk\n  Date: 2024-05-06T07:08:09.123\n  Event ID: 7\n  Level: Error\n  Description: \nThe device has a bad block.")]
    public void AProgramsLinesChooseItsFormat(string name, string lines)
    {
        var sample = Enumerable.Repeat(lines.Split('\n'), 5).SelectMany(one => one);

        Assert.Equal(name, LineFormat.Detect(sample).Name);
    }
}
