namespace LogGuard.Stress.Fuzzing;

/// <summary>The lines to mutate: real lines of every available log, and one line of each format without a log.</summary>
internal static class FuzzLines
{
    // Lines per log: enough for all templates that are not rare.
    private const int LinesOfEachLog = 2_000;

    private static readonly string[] Others =
    [
        "<34>Oct 11 22:14:15 mymachine su[17]: 'su root' failed for lonvick on /dev/pts/8",
        """<165>1 2003-10-11T22:14:15.003Z host.example.com evntslog 42 ID47 [exampleSDID@32473 iut="3" eventSource="App\"l]"][x@1 y="2"] An event""",
        "2023/01/02 12:34:56 [error] 1234#5678: *99 open() \"/x\" failed (2: No such file or directory), client: 1.2.3.4",
        "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326 \"http://a/b\" \"Mozilla/4.08 [en]\"",
        "[Thu Jun 27 11:55:44.569531 2013] [core:info] [pid 4326:tid 14002] [client 1.2.3.4] AH00128: File does not exist",
        "2015-07-29 17:41:44,747 [main] INFO  org.foo.Bar - Starting",
        "467 [main] WARN org.foo.Bar  - Exiting application.",
        "12:34:56.789 [main] ERROR c.e.Foo - failed",
        "2024-01-02T03:04:05.678+01:00  INFO 1234 --- [  main] o.s.b.w.Tomcat : Tomcat initialized",
        "17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers for [TERM, HUP, INT]",
        "03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogs",
        "2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505",
        "[10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 open through proxy",
        "Dec 10 06:55:46 LabSZ sshd[24200]: Invalid user webmaster from 173.234.31.186",
        "Jul  1 09:00:55 host com.apple.xpc[1] (com.x): Service exited",
        "134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change",
        "2024-01-02 12:34:56,789 - app.db - CRITICAL - no connection",
        "20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579",
        "2024-01-02 03:04:05.678 +01:00 [WRN] Disk is nearly full",
        "INFO nova.compute.claims [req-a4498d64] [instance: 11760334-ac63-4cc8-9086-578422af8c99] Claim successful",
        "2024-05-06 07:08:09.1234|INFO|App.Core|order placed",
        "[2024-05-06 07:08:09 ERR] console template",
        "2023-10-10 13:55:36.123  INFO [orders,65a0b1c2d3e4f5a6,1a2b3c4d5e6f7a8b] 1 --- [orders] [nio-8080-exec-1] [a] org.x.App : Started",
        "2023-10-10 13:55:36,123 - app - my-module - INFO - started",
        "<189>41: *Jan  8 03:04:05.678: %XYZ-5-CONF: changed by operator",
        "104 <14>1 Apr 15 23:19:09 nas1 svc[1]: half and half",
        "www.example.org:443 203.0.113.7, 10.2.2.2 - ann lee [10/Oct/2023:13:55:36 +0200] \"GET /q?x=\\\"y\\\" HTTP/1.1\" 500 612 \"-\" \"a \"b\" c\" 0.003",
        "11/29/2026 12:45:49 PM CEST \u001b[31mERROR\u001b[0m x",
        "Mon May  6 07:08:09 CEST 2024 [ WARN ] x",
        "info: Microsoft.Hosting.Lifetime[14]",
        "      Now listening on: http://localhost:5000",
        "   at App.Orders.Take(Int32 id) in Orders.cs:line 17",
        "Caused by: java.io.IOException: no",
        """{"Timestamp":"2024-01-02T03:04:05Z","EventId":14,"LogLevel":"Warning","Category":"App","Message":"Order 17 took 12.5 ms","State":{"Message":"x","Id":17,"Elapsed":12.5,"{OriginalFormat}":"Order {Id} took {Elapsed} ms"},"Scopes":[{"TraceId":"f00"},"text"]}""",
        """{"@t":"2016-06-07T03:44:57.8532799Z","@mt":"Hello, {@User:j} {N,5} {{x}} {Missing}","@l":"Warning","@x":"System.Exception: no\r\n   at X","@tr":"abc","User":{"Name":"nb","Ids":[1,2]},"N":-1.5e2,"@@odd":true,"Nothing":null}""",
        """{"@t":"2016-06-07T03:44:57Z","@m":"Hello, \u00fc\ud83d\ude00","@i":"3a"}""",
        "<6>App.Core[0] => SpanId:1a, TraceId:65a0 order 5 placed",
        """{"Timestamp":"2024-05-06T07:08:09Z","Level":"Warning","MessageTemplate":"Order {Id} placed","TraceId":"65a0","Properties":{"Id":"A-1"}}""",
        """{"@timestamp":"2024-05-06T07:08:09Z","level":"Information","messageTemplate":"Order {Id} placed","message":"Order A-1 placed","fields":{"Id":"A-1"}}""",
        """{"@timestamp":"2024-05-06T07:08:09Z","log":{"level":"Error","logger":"App"},"message":"no","error":{"stack_trace":"X: m\n  at Y"},"trace":{"id":"65a0"}}""",
        """{"level":30,"time":1714979289123,"pid":4711,"hostname":"box","name":"shop","msg":"order placed","v":0}""",
        """{"level":"info","ts":1714979289.123,"logger":"shop","caller":"shop/main.go:12","msg":"order placed"}""",
        """{"time":"2024-05-06T07:08:09Z","level":"INFO","msg":"order placed","id":7}""",
        """{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1714979289123456","PRIORITY":"3","MESSAGE":"order lost"}""",
        """{"log":"2024-05-06 07:08:00 INFO kasudo logged in\n","stream":"stdout","time":"2024-05-06T07:08:00.123456789Z"}""",
        "2024-05-06T07:08:09.123456789+02:00 stdout P 2024-05-06 07:08:09 INFO half of ",
        "2024-05-06T07:08:09.123456789+02:00 stdout F a line",
        "__CURSOR=s=739ad463348b4ceca5a9e69c95a3c93f;i=4ece7",
        "MESSAGE=order placed",
        "time=\"2024-05-06T07:08:09Z\" level=warning msg=\"order \\\"7\\\" late\" animal=walrus number=122",
        "2024-05-06 07:08:10.123 CEST [4711] ERROR:  relation \"x\" does not exist at character 15",
        "2024-05-06 07:08:10.123 CEST [4711] STATEMENT:  select *",
        "2024-05-06T07:08:09.123456Z 8 [Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.",
        "# Time: 2024-05-06T07:08:09.123456Z",
        "# Query_time: 2.000123  Lock_time: 0.000012 Rows_sent: 1  Rows_examined: 1000",
        "SELECT * FROM orders WHERE id = 7;",
        "#Fields: date time cs-method cs-uri-stem sc-status time-taken",
        "2024-05-06 07:08:11 GET /b 404 15",
        "May  6 07:08:09 lb haproxy[14389]: 10.0.1.2:33317 [06/May/2024:07:08:09.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} \"GET / HTTP/1.1\"",
        "https 2024-05-06T07:08:09.186641Z app/lb/50dc 10.0.0.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 \"GET https://x:443/ HTTP/1.1\" \"curl\" c p arn \"Root=1-58\"",
        "[2024-05-06T07:08:09.123+0200][12.345s][info][gc,start     ] GC(5) Pause Young",
        "W0506 07:08:09.123456    1234 reflector.go:324] watch of *v1.Node ended",
        "2024-05-06 07:08:10.123 CEST,\"ann\",\"shop\",4711,\"10.0.0.9:5432\",66386d09.1267,3,\"SELECT\",2024-05-06 07:08:00 CEST,3/7,0,ERROR,42P01,\"relation \"\"x\"\" does not exist\",,,,,,\"select *\",15,,\"psql\",\"client backend\",,0",
        """{"when":"2024-05-06T07:08:09Z","how":"warn","what":"order late"}""",
        "Event[0]:",
        "  Event ID: 7036",
        "Information,5/6/2024 7:08:09 AM,Service Control Manager,7036,None,The Print Spooler service stopped.",
        "{",
        "  \"LogLevel\": \"Error\",",
        "}",
    ];

    public static List<string> Read(string folder)
    {
        var lines = new List<string>();
        foreach (var path in SampleLogs.Files(folder))
        {
            lines.AddRange(SampleLogs.Read(path, LinesOfEachLog));
        }

        // They are few, so together they are repeated as often as the lines of one log.
        for (var i = 0; i < LinesOfEachLog; i++)
        {
            lines.Add(Others[i % Others.Length]);
        }

        return lines;
    }
}
