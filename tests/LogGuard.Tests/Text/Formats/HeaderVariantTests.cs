using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

/// <summary>Headers as programs and their versions write them, each with its fields.</summary>
public class HeaderVariantTests
{
    private const char Escape = '\u001B';

    [Theory]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [main] INFO  org.x.App - started", "Thread=main; Logger=org.x.App", "started", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [http-nio-8080-exec-1] [req=7] ERROR org.x.App - failed", "Thread=http-nio-8080-exec-1; Context=req=7; Logger=org.x.App", "failed", "Error", "2023-10-10T13:55:36.123")]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [pool [1]] WARN org.x.App - nested brackets", "Thread=pool [1]; Logger=org.x.App", "nested brackets", "Warning", "2023-10-10T13:55:36.123")]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [12] INFO  App.Core [(null)] - order placed", "Thread=12; Logger=App.Core; Ndc=(null)", "order placed", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Log4j", "2023-10-10 13:55:36,123 [main] INFO  org.x.App - ", "Thread=main; Logger=org.x.App", "", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Logback", "2023-10-10 13:55:36.123 [main] INFO org.x.App - with a date", "Time=2023-10-10 13:55:36.123; Thread=main; Logger=org.x.App", "with a date", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Logback", "2023-10-10T13:55:36.123+02:00 [main] INFO org.x.App -- with iso date", "Logger=org.x.App", "with iso date", "Information", "2023-10-10T11:55:36.123")]
    [InlineData("Logback", "2023-03-21 11:52:47.478 [http-nio-8071-exec-8] ERROR o.a.c.c.C.[.[.[.[dispatcherServlet] - request refused", "Thread=http-nio-8071-exec-8; Logger=o.a.c.c.C.[.[.[.[dispatcherServlet]", "request refused", "Error", "2023-03-21T11:52:47.478")]
    [InlineData("SpringBoot", "2023-10-10 13:55:36.123  INFO 1 --- [           main] org.x.App                : Started in 3.2 seconds", "Timestamp=2023-10-10 13:55:36.123; Pid=1; Thread=main; Logger=org.x.App", "Started in 3.2 seconds", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10T13:55:36.123+02:00  INFO 1 --- [           main] org.x.App                : Started", "Thread=main; Logger=org.x.App", "Started", "Information", "2023-10-10T11:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10T13:55:36.123+02:00  INFO 1 --- [orders] [           main] org.x.App                : Started", "Application=orders; Thread=main; Logger=org.x.App", "Started", "Information", "2023-10-10T11:55:36.123")]
    [InlineData("SpringBoot", "2024-01-10T13:55:36.123Z  INFO 1 --- [orders] [nio-8080-exec-1] [65a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4-1a2b3c4d5e6f7a8b] org.x.App : Started", "Application=orders; Thread=nio-8080-exec-1; Trace=65a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4-1a2b3c4d5e6f7a8b; Logger=org.x.App", "Started", "Information", "2024-01-10T13:55:36.123")]
    [InlineData("SpringBoot", "2024-01-10T13:55:36.123Z  INFO 1 --- [nio-8080-exec-1] [65a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4-1a2b3c4d5e6f7a8b] org.x.App : Started", "Thread=nio-8080-exec-1; Trace=65a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4-1a2b3c4d5e6f7a8b; Logger=org.x.App", "Started", "Information", "2024-01-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10 13:55:36.123  INFO [orders,65a0b1c2d3e4f5a6,1a2b3c4d5e6f7a8b] 1 --- [nio-8080-exec-1] org.x.App : Started", "Context=orders,65a0b1c2d3e4f5a6,1a2b3c4d5e6f7a8b; Pid=1; Thread=nio-8080-exec-1", "Started", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10 13:55:36.123 DEBUG 1 --- [           main] o.x.A : a : b", "Logger=o.x.A", "a : b", "Debug", "2023-10-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10T13:55:36.123Z  INFO 1 --- [orders] [           main] org.x.App : value [a] [b] : x", "Application=orders; Thread=main; Logger=org.x.App", "value [a] [b] : x", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-10-10T13:55:36.123Z  INFO 1 --- [           main] org.x.App : value [a] [b] : x", "Thread=main; Logger=org.x.App", "value [a] [b] : x", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("SpringBoot", "2023-03-21T11:52:47.478Z ERROR 1 --- [http-nio-8071-exec-8] o.a.c.c.C.[.[.[.[dispatcherServlet]      : request refused", "Thread=http-nio-8071-exec-8; Logger=o.a.c.c.C.[.[.[.[dispatcherServlet]", "request refused", "Error", "2023-03-21T11:52:47.478")]
    [InlineData("Python", "2023-10-10 13:55:36,123 - app - my-module - INFO - logger with a hyphen blank", "Logger=app - my-module", "logger with a hyphen blank", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Python", "2023-10-10 13:55:36,123 - a - b - WARNING - x", "Logger=a - b", "x", "Warning", "2023-10-10T13:55:36.123")]
    [InlineData("Python", "2023-10-10 13:55:36,123 - app.core - INFO - started - really", "Logger=app.core", "started - really", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Python", "2023-10-10 13:55:36,123 - app - CUSTOM - a - b", "Logger=app; Level=CUSTOM", "a - b", null, "2023-10-10T13:55:36.123")]
    [InlineData("Python", "INFO:root:started", "Logger=root", "started", "Information", null)]
    [InlineData("Python", "2023-10-10 13:55:36,123 INFO app started", "", "app started", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Serilog", "2023-10-10 13:55:36.123 -08:00 [WRN] <App.Core> started", "Offset=-08:00", "<App.Core> started", "Warning", "2023-10-10T21:55:36.123")]
    [InlineData("Serilog", "2023-10-10 13:55:36.123 +02:00 [FTL] ", "", "", "Fatal", "2023-10-10T11:55:36.123")]
    [InlineData("Serilog", "2023-10-10 13:55:36.123 Z [ERR] x", "", "x", "Error", "2023-10-10T13:55:36.123")]
    [InlineData("Serilog", "2023-10-10 13:55:36.123 +02:00 [Information] long", "", "long", "Information", "2023-10-10T11:55:36.123")]
    [InlineData("Serilog", "[2023-10-10 13:55:36 ERR] console template", "Time=2023-10-10 13:55:36", "console template", "Error", "2023-10-10T13:55:36")]
    [InlineData("Zookeeper", "2023-10-10 13:55:36,123 [myid:1] - INFO  [main:QuorumPeerConfig@136] - step a done", "MyId=1; Node=main; Component=QuorumPeerConfig; Id=136", "step a done", "Information", "2023-10-10T13:55:36.123")]
    [InlineData("Zookeeper", "2023-10-10 13:55:36,123 [myid:] - WARN  [main:o.a.z.Env@98] - x", "MyId=; Node=main; Component=o.a.z.Env", "x", "Warning", "2023-10-10T13:55:36.123")]
    [InlineData("Apache24", "[Fri Sep 09 10:42:29.902022 2011] [mpm_event:notice] [pid 1:tid 140] AH00489: Apache configured", "Module=mpm_event; Pid=1; Tid=140", "AH00489: Apache configured", "Information", "2011-09-09T10:42:29.902022")]
    [InlineData("Apache24", "[Fri Sep 09 10:42:29.902022 2011] [proxy:trace5] [pid 4:tid 7] mod: x", "Module=proxy", "mod: x", "Verbose", "2011-09-09T10:42:29.902022")]
    [InlineData("Apache24", "[Fri Sep 09 10:42:29 2011] [:error] [pid 4] [client 203.0.113.7] PHP Warning: x", "Module=; Pid=4", "[client 203.0.113.7] PHP Warning: x", "Error", "2011-09-09T10:42:29")]
    [InlineData("Apache24", "[2011-09-09 10:42:29.902022] [core:error] [pid 4] x", "Module=core", "x", "Error", "2011-09-09T10:42:29.902022")]
    [InlineData("NginxError", "2023/10/10 13:55:36 [emerg] 1#1: bind() to 0.0.0.0:80 failed", "Pid=1; Tid=1", "bind() to 0.0.0.0:80 failed", "Fatal", "2023-10-10T13:55:36")]
    [InlineData("NginxError", "2023/10/10 13:55:36 [warn] 31#31: x", "Pid=31", "x", "Warning", "2023-10-10T13:55:36")]
    public void AReadyFormatReadsItsHeader(string format, string line, string fields, string content, string? severity, string? time) =>
        Check(SplitLine.By(format, line), fields, content, severity, time);

    [Theory]
    [InlineData("<Time> <Level> <Content>", "2024-05-06 07:08:09 INFO x", "Time=2024-05-06 07:08:09; Level=INFO", "x", "Information", "2024-05-06T07:08:09")]
    [InlineData("<Time> <Level> <Content>", "2024-05-06 07:08:09.123 CEST [4711] ERROR:  relation", "Time=2024-05-06 07:08:09.123 CEST; Level=[4711]", "ERROR:  relation", null, "2024-05-06T05:08:09.123")]
    [InlineData(@"<Date> <Time> <Zone> \[<Pid>\] <Level>: <Content>", "2024-05-06 07:08:09.123 EST [4711] FATAL:  terminating", "Zone=EST; Pid=4711; Level=FATAL", "terminating", "Fatal", "2024-05-06T12:08:09.123")]
    [InlineData(@"<Date> <Time> <Zone> \[<Pid>\] <Level>: <Content>", "2018-06-27 18:26:29 +09 [7484] LOG: guard is on", "Zone=+09; Level=LOG", "guard is on", "Information", "2018-06-27T09:26:29")]
    [InlineData(@"<Date> <Time> <Zone> \[<Pid>\] <Level>: <Content>", "2024-05-06 07:08:09.123 UTC [4711] STATEMENT:  select 1", "Level=STATEMENT", "select 1", null, "2024-05-06T07:08:09.123")]
    [InlineData(@"<Date> <Time> <Level> <Content>", "2024-05-06T07:08:09Z INFO x y", "Date=2024-05-06T07:08:09Z; Level=INFO", "x y", "Information", "2024-05-06T07:08:09")]
    [InlineData("time=<Time> level=<Level> msg=<Content>", "time=2024-05-06T07:08:09.123+02:00 level=INFO msg=\"order placed\" id=7", "Level=INFO", "\"order placed\" id=7", "Information", "2024-05-06T05:08:09.123")]
    [InlineData(@"<Date> <Time> <Level> \[<Thread>\] <Logger> <Content>", "06-May-2024 07:08:09.123 INFO [main] org.apache.V.log Server version: x", "Thread=main; Logger=org.apache.V.log", "Server version: x", "Information", "2024-05-06T07:08:09.123")]
    [InlineData("<Level>,<Time>,<Source>,<Id>,<Content>", "Information,5/29/2024 7:08:09 AM,Service Control Manager,7036,None", "Source=Service Control Manager; Id=7036", "None", "Information", "2024-05-29T07:08:09")]
    [InlineData(@"\[<Time> <Level>\] <Content>", "[2024-05-06 07:08:09 INF] order placed", "Time=2024-05-06 07:08:09; Level=INF", "order placed", "Information", "2024-05-06T07:08:09")]
    [InlineData(@"\[<Date> <Time> <Level>\] <Content>", "[2024-05-06 07:08:09 INF] order placed", "Date=2024-05-06; Time=07:08:09", "order placed", "Information", "2024-05-06T07:08:09")]
    [InlineData("<Time>|<Level>|<Logger>|<Content>", "2024-05-06 07:08:09.1234|INFO|App.Core|order placed", "Logger=App.Core", "order placed", "Information", "2024-05-06T07:08:09.1234")]
    [InlineData(@"<Time>,<Ms> \[<Thread>\] <Level> <Logger> - <Content>", "2024-05-06 07:08:09,123 [12] INFO  App.Core - order placed", "Ms=123; Thread=12", "order placed", "Information", "2024-05-06T07:08:09")]
    [InlineData(@"<Time> \[<Level>\] <Content>", "2024-05-06T07:08:09.123Z [warning] x", "Level=warning", "x", "Warning", "2024-05-06T07:08:09.123")]
    [InlineData("<Time> <Level> <Content>", "2024-05-06T07:08:09.123Z WARNING: x", "Level=WARNING:", "x", "Warning", "2024-05-06T07:08:09.123")]
    [InlineData("<Time> <Level> <Content>", "2024-05-06T07:08:09.123Z <3> x", "Level=<3>", "x", "Error", "2024-05-06T07:08:09.123")]
    [InlineData(@"<Date> <Time> \[<Level>\] <Content>", "2024-05-06 07:08:09 [INFO ] x", "Level=INFO", "x", "Information", "2024-05-06T07:08:09")]
    [InlineData(@"<Date> <Time> \[<Level>\] <Content>", "2024-05-06 07:08:09 [ WARN] x", "Level=WARN", "x", "Warning", "2024-05-06T07:08:09")]
    [InlineData("<Date> <Time>|<Level>|<Logger>|<Content>", "2024-05-06 07:08:09|WARN |App|x", "Level=WARN; Logger=App", "x", "Warning", "2024-05-06T07:08:09")]
    [InlineData("<Date> <Time> | <Level> | <Logger> | <Content>", "2024-05-06 07:08:09.123 | ERROR    | app:main:12 | x", "Level=ERROR; Logger=app:main:12", "x", "Error", "2024-05-06T07:08:09.123")]
    [InlineData("<Timestamp> - <Level> - <Content>", "2024-05-06 07:08:09,123 - INFO - x", "Level=INFO", "x", "Information", "2024-05-06T07:08:09.123")]
    [InlineData(@"\[<Timestamp> <Level>\] <Content>", "[2024-05-06 07:08:09 INFO] x", "Level=INFO", "x", "Information", "2024-05-06T07:08:09")]
    [InlineData("<Level> <Timestamp> <Content>", "INFO 2024-05-06 07:08:09 x", "Timestamp=2024-05-06 07:08:09", "x", "Information", "2024-05-06T07:08:09")]
    [InlineData("<Timestamp> <Content>", "17/06/09 20:10:40 x", "", "x", null, "2017-06-09T20:10:40")]
    [InlineData("<Date> <Content>", "2024-05-06 07:08:09 x", "Date=2024-05-06 07:08:09", "x", null, "2024-05-06T07:08:09")]
    [InlineData("<Date> <Level> <Content>", "2024-05-06 INFO x", "Date=2024-05-06; Level=INFO", "x", "Information", "2024-05-06T00:00:00")]
    [InlineData("<Timestamp> <Content>", "May 6, 2024 7:08:09 AM x", "Timestamp=May 6, 2024 7:08:09 AM", "x", null, "2024-05-06T07:08:09")]
    [InlineData(@"\[<Time>\] <Id> <Logger> <Level> <Content>", "[3/27/15 23:03:01:687 EST] 00000086 Logging       I started", "Id=00000086; Logger=Logging; Level=I", "started", "Information", "2015-03-28T04:03:01.687")]
    [InlineData("<Date> <Time> <Content>", "2015-03-23 05:48:30,122 ", "", "", null, "2015-03-23T05:48:30.122")]
    public void AFieldOfTimeTakesTheWholeTime(string notation, string line, string fields, string content, string? severity, string? time) =>
        Check(new SplitLine(LineFormat.Parse(notation), line), fields, content, severity, time);

    [Theory]
    [InlineData("<Date> <Time> <Level> <Content>", "2024-02-30 07:08:09 INFO x", "Date=2024-02-30; Time=07:08:09", "x", "Information")]
    [InlineData("<Time> <Level> <Content>", "2024-02-30 07:08:09 INFO x", "Time=2024-02-30 07:08:09; Level=INFO", "x", "Information")]
    [InlineData("<Date> <Time> <Level> <Content>", "1403/02/17 ۲۵:99:99 WARN x", "Level=WARN", "x", "Warning")]
    [InlineData(@"\{<Time>\} <Content>", "{+00:00:12.345} msg", "Time=+00:00:12.345", "msg", null)]
    [InlineData(@"\{<Time>\} <Content>", "{2024-05-06 07:08:09 FOO} msg", "Time=2024-05-06 07:08:09 FOO", "msg", null)]
    [InlineData("SpringBoot", "2023-13-10 13:55:36.123  INFO 1 --- [           main] org.x.App                : Started", "Thread=main; Logger=org.x.App", "Started", "Information")]
    public void AnUnreadableTimeCostsTheTimeOnly(string format, string line, string fields, string content, string? severity) =>
        Check(new SplitLine(LineFormat.TryGet(format, out var known) ? known : LineFormat.Parse(format), line), fields, content, severity, null);

    [Theory]
    [InlineData("{\"log\":\"2024-05-06 07:08:00 INFO kasudo logged in\\n\",\"stream\":\"stdout\"}")]
    [InlineData("at 10:30 all was well")]
    [InlineData("job=7 state=\"10:30\" ERROR x")]
    public void ALineWithATimeSomewhereDoesNotFit(string line) =>
        Assert.False(new SplitLine(LineFormat.Parse("<Date> <Time> <Level> <Content>"), line).Fits);

    [Theory]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\"", "RemoteAddress=203.0.113.7; Ident=-; User=-; Status=200; Bytes=612; Referer=-; UserAgent=curl/8.0", "Information")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\" \"10.1.1.1\"", "UserAgent=curl/8.0; More=\"10.1.1.1\"", "Information")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\" 0.003 0.002", "UserAgent=curl/8.0; More=0.003 0.002", "Information")]
    [InlineData(@"203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] ""\x16\x03\x01"" 400 150 ""-"" ""-""", @"Request=\x16\x03\x01; Status=400", "Warning")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"\" 400 0 \"-\" \"-\"", "Request=; Status=400", "Warning")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"-\" 408 - \"-\" \"-\"", "Request=-; Status=408; Bytes=-", "Warning")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /q?x=\\\"y\\\" HTTP/1.1\" 500 612 \"-\" \"Mozilla/5.0 (\\\"odd\\\") x\"", "Request=GET /q?x=\\\"y\\\" HTTP/1.1; Status=500; UserAgent=Mozilla/5.0 (\\\"odd\\\") x", "Error")]
    [InlineData("203.0.113.7 - ann lee [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\"", "Ident=-; User=ann lee", "Information")]
    [InlineData("203.0.113.7 ident ann [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612", "Ident=ident; User=ann; Bytes=612", "Information")]
    [InlineData("2001:db8::7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 304 - \"-\" \"-\"", "RemoteAddress=2001:db8::7; Status=304", "Information")]
    [InlineData("www.example.org:443 203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl\"", "VirtualHost=www.example.org:443; RemoteAddress=203.0.113.7; Ident=-; User=-", "Information")]
    [InlineData("10.1.1.1, 10.2.2.2 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 499 0 \"-\" \"curl \"x\" 8\"", "RemoteAddress=10.1.1.1, 10.2.2.2; Status=499; UserAgent=curl \"x\" 8", "Warning")]
    [InlineData("203.0.113.7 - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 000 0 \"-\" \"curl/8.0\"", "Status=000", "Information")]
    [InlineData("- - - [10/Oct/2023:13:55:36 +0200] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.0\"", "RemoteAddress=-", "Information")]
    public void AnAccessLogHasItsFieldsWhateverIsQuoted(string line, string fields, string severity)
    {
        var split = SplitLine.By("NginxAccess", line);
        var request = line[line.IndexOf('"', StringComparison.Ordinal)..];

        Check(split, fields, split.Content, severity, "2023-10-10T11:55:36");
        Assert.StartsWith($"\"{split["Request"]}\" {split["Status"]} {split["Bytes"]}", request, StringComparison.Ordinal);
        Assert.Equal($"\"{split["Request"]}\" {split["Status"]} {split["Bytes"]}", split.Content);
    }

    [Theory]
    [InlineData("<Date> <Time> <Level> <Content>", "2024-05-06 07:08:09 \\e[32mINFO\\e[0m order placed", "order placed", "Information")]
    [InlineData("<Date> <Time> | <Level> | <Logger> | <Content>", "\\e[32m2024-05-06 07:08:09.123\\e[0m | \\e[1mERROR   \\e[0m | \\e[36mapp\\e[0m:\\e[36mmain\\e[0m | \\e[1morder placed\\e[0m", "order placed", "Error")]
    [InlineData("SpringBoot", "\\e[2m2024-05-06T07:08:09.123Z\\e[0;39m \\e[31mERROR\\e[0;39m \\e[35m1\\e[0;39m \\e[2m---\\e[0;39m \\e[2m[           main]\\e[0;39m \\e[36morg.x.App               \\e[0;39m \\e[2m:\\e[0;39m Started", "Started", "Error")]
    [InlineData("Serilog", "2024-05-06 07:08:09.123 +02:00 [\\e[37;1mINF\\e[0m] order placed", "order placed", "Information")]
    [InlineData("Syslog3164", "May  6 07:08:09 h app[1]: \\e[31merror\\e[0m: order lost", "error: order lost", null)]
    public void ColoursAreNoPartOfALine(string format, string line, string content, string? severity)
    {
        var known = LineFormat.TryGet(format, out var ready) ? ready : LineFormat.Parse(format);
        var coloured = line.Replace("\\e", Escape.ToString(), StringComparison.Ordinal);

        var split = known.Split(coloured);
        var joiner = new EventJoiner(known);
        joiner.Add(coloured, out _);

        Assert.Equal((true, content, severity), (split.Fits, split.Content, split.Severity?.ToString()));
        Assert.True(joiner.Flush(out var joined));
        Assert.Equal(content, joined.Content.ToString());
        Assert.DoesNotContain(Escape, joined.Text.ToString());
    }

    private static void Check(SplitLine split, string fields, string content, string? severity, string? time)
    {
        Assert.True(split.Fits);
        Assert.Equal(content, split.Content);
        Assert.Equal(severity, split.Severity?.ToString());
        Assert.Equal(time, split.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        foreach (var field in fields.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = field[..field.IndexOf('=', StringComparison.Ordinal)];
            Assert.Equal(field, $"{name}={split[name]}");
        }
    }
}
