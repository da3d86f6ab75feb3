using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class JsonFieldFormatTests
{
    [Theory]
    [InlineData("SerilogJson", """{"Timestamp":"2024-05-06T07:08:09.1234567+02:00","Level":"Warning","MessageTemplate":"Order {OrderId} took {Elapsed:0.0} ms","TraceId":"65a0","Properties":{"OrderId":"A-1","Elapsed":12.5},"Renderings":{"Elapsed":[{"Format":"0.0","Rendering":"12.5"}]}}""",
        "Order A-1 took 12.5 ms", "Order {OrderId} took {Elapsed:0.0} ms", "Warning", "2024-05-06T05:08:09.1234567")]
    [InlineData("SerilogJson", """{"Timestamp":"2024-05-06T07:08:09Z","Level":"Error","MessageTemplate":"failed","RenderedMessage":"failed","Exception":"System.Exception: a\n   at B"}""",
        "failed", "failed", "Error", "2024-05-06T07:08:09")]
    [InlineData("SerilogElasticsearch", """{"@timestamp":"2024-05-06T07:08:09Z","level":"Information","messageTemplate":"Order {OrderId} placed","message":"Order A-1 placed","fields":{"OrderId":"A-1"}}""",
        "Order A-1 placed", "Order {OrderId} placed", "Information", "2024-05-06T07:08:09")]
    [InlineData("Ecs", """{"@timestamp":"2024-05-06T07:08:09.123Z","log.level":"WARN","message":"Order 7 placed","ecs.version":"1.2.0","service.name":"shop","event.dataset":"shop","process.thread.name":"main","log.logger":"org.x.App","trace.id":"65a0"}""",
        "Order 7 placed", null, "Warning", "2024-05-06T07:08:09.123")]
    [InlineData("Ecs", """{"@timestamp":"2024-05-06T07:08:09.123Z","log":{"level":"Error","logger":"App"},"message":"no","error":{"type":"X","message":"m","stack_trace":"X: m\n  at Y"},"trace":{"id":"65a0"},"labels":{"OrderId":"7"}}""",
        "no", null, "Error", "2024-05-06T07:08:09.123")]
    [InlineData("Pino", """{"level":30,"time":1714979289123,"pid":4711,"hostname":"box","name":"shop","msg":"order placed","orderId":7}""",
        "order placed", null, "Information", "2024-05-06T07:08:09.123")]
    [InlineData("Pino", """{"level":50,"time":"2024-05-06T07:08:09.123Z","pid":4711,"hostname":"box","err":{"type":"Error","message":"bad","stack":"Error: bad\n    at x.js:1"},"msg":"bad"}""",
        "bad", null, "Error", "2024-05-06T07:08:09.123")]
    [InlineData("Pino", """{"level":35,"time":1714979289123,"msg":"custom level"}""", "custom level", null, "Information", "2024-05-06T07:08:09.123")]
    [InlineData("Bunyan", """{"name":"shop","hostname":"box","pid":4711,"level":40,"msg":"order late","time":"2024-05-06T07:08:09.123Z","v":0}""",
        "order late", null, "Warning", "2024-05-06T07:08:09.123")]
    [InlineData("Bunyan", """{"name":"shop","hostname":"box","pid":4711,"level":60,"err":{"message":"bad","name":"Error","stack":"Error: bad\n at x"},"msg":"bad","time":"2024-05-06T07:08:09.123Z","v":0}""",
        "bad", null, "Fatal", "2024-05-06T07:08:09.123")]
    [InlineData("Slog", """{"time":"2024-05-06T07:08:09.123456789+02:00","level":"INFO","msg":"order placed","id":7}""",
        "order placed", null, "Information", "2024-05-06T05:08:09.1234567")]
    [InlineData("Slog", """{"time":"2024-05-06T07:08:09Z","level":"ERROR","source":{"function":"main.main","file":"/x/main.go","line":12},"msg":"failed","err":"EOF"}""",
        "failed", null, "Error", "2024-05-06T07:08:09")]
    [InlineData("Zap", """{"level":"info","ts":1714979289.123,"logger":"shop","caller":"shop/main.go:12","msg":"order placed","id":7}""",
        "order placed", null, "Information", "2024-05-06T07:08:09.123")]
    [InlineData("Zap", """{"level":"error","ts":"2024-05-06T07:08:09.123Z","caller":"shop/main.go:12","msg":"failed","error":"EOF","stacktrace":"main.main\n\t/x/main.go:12"}""",
        "failed", null, "Error", "2024-05-06T07:08:09.123")]
    [InlineData("Logrus", """{"animal":"walrus","level":"warning","msg":"order late","number":122,"time":"2024-05-06T07:08:09-04:00"}""",
        "order late", null, "Warning", "2024-05-06T11:08:09")]
    [InlineData("JournalJson", """{"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1714979289123456","PRIORITY":"3","_SYSTEMD_UNIT":"shop.service","MESSAGE":"order lost","_PID":"4711"}""",
        "order lost", null, "Error", "2024-05-06T07:08:09.123456")]
    [InlineData("Json", """{"@timestamp":"2024-05-06T07:08:09.123+02:00","@version":"1","message":"Started","logger_name":"org.x.App","thread_name":"main","level":"INFO","level_value":20000}""",
        "Started", null, "Information", "2024-05-06T05:08:09.123")]
    [InlineData("Json", """{"asctime":"2024-05-06 07:08:09,123","levelname":"CRITICAL","name":"app","message":"no connection","exc_info":"Traceback"}""",
        "no connection", null, "Fatal", "2024-05-06T07:08:09.123")]
    [InlineData("Json", """{"severity":"WARNING","timestamp":"2024-05-06T07:08:09Z","message":"late"}""", "late", null, "Warning", "2024-05-06T07:08:09")]
    public void ALineOfALoggerIsRead(string format, string line, string content, string? template, string severity, string time)
    {
        var split = SplitLine.By(format, line);

        Assert.True(split.Fits);
        Assert.Equal((content, template, severity), (split.Content, split.Parts.Template, split.Severity?.ToString()));
        Assert.Equal(time, split.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        var hasException = line.Contains("\\n", StringComparison.Ordinal) || line.Contains("Traceback", StringComparison.Ordinal);
        Assert.Equal(hasException, split.Parts.Following.Exists);
        if (hasException)
        {
            Assert.Contains(split.Parts.Slice("", split.Parts.Following).ToString(), (string[])["System.Exception: a\n   at B", "X: m\n  at Y", "Error: bad\n    at x.js:1", "Error: bad\n at x", "main.main\n\t/x/main.go:12", "Traceback"]);
        }
    }

    [Fact]
    public void OtherMembersArePropertiesAndFieldsHaveTheirFirstName()
    {
        var ecs = SplitLine.By("Ecs", """{"@timestamp":"2024-05-06T07:08:09Z","log":{"level":"Error","logger":"App","origin":{"file":"x"}},"message":"no","trace":{"id":"65a0"},"labels":{"OrderId":"7"},"N":1.5}""");

        Assert.Equal(("App", "65a0", "7", """{"file":"x"}"""), (ecs["log.logger"], ecs["trace.id"], ecs.Property("OrderId"), ecs.Property("origin")));
        Assert.True(ecs.Parts.TryGetProperty("N", out var number) && number.Number == 1.5);
        Assert.True(LineFormat.TryGet("Ecs", out var format));
        Assert.Equal(1, new SessionReader(format.Session, format).Read("", ecs.Parts));
    }

    [Theory]
    [InlineData("Ecs", """{"@timestamp":"2024-05-06T07:08:09Z","level":"Error","message":"not ECS"}""")]
    [InlineData("Pino", """{"level":"info","time":1714979289123,"msg":"a level in words"}""")]
    [InlineData("Bunyan", """{"level":30,"time":1714979289123,"pid":4711,"hostname":"box","msg":"pino"}""")]
    [InlineData("SerilogJson", """{"@t":"2024-05-06T07:08:09Z","@mt":"compact"}""")]
    [InlineData("Slog", """{"time":"2024-05-06T07:08:09Z","level":"INFO"}""")]
    [InlineData("Json", """{"a":1}""")]
    [InlineData("Json", "INFO x")]
    [InlineData("Zap", """{"level":"info","ts":1714979289.123,"msg":"torn""")]
    public void ALineOfAnotherLoggerDoesNotFitAndIsAnEvent(string format, string line)
    {
        var events = JoinedEvent.By(format, line + "\n" + line);

        Assert.Equal(2, events.Count);
        Assert.All(events, one => Assert.Equal((false, line), (one.Fits, one.Content)));
    }

    [Fact]
    public void ATimeOrALevelThatCannotBeReadCostsNothingElse()
    {
        var split = SplitLine.By("Slog", """{"time":"yesterday","level":"loud","msg":"order placed"}""");

        Assert.True(split.Fits);
        Assert.Equal(("order placed", null, null), (split.Content, split.Time, split.Severity));
    }

    [Fact]
    public void AFormatOfOnesOwnReadsOtherNames()
    {
        var format = LineFormat.Json("shop", new JsonLineFields
        {
            Time = ["when"], Level = ["meta.lvl"], Message = ["what"], TraceId = ["corr"], Exception = ["boom.text"], Required = ["app"], Properties = ["bag"],
        });

        var split = new SplitLine(format, """{"when":"2024-05-06 07:08:09","app":"shop","meta":{"lvl":"E"},"what":"lost","corr":"c1","boom":{"text":"X"},"bag":{"Id":7}}""");

        Assert.True(split.Fits);
        Assert.Equal(("lost", LogSeverity.Error, "c1", "7"), (split.Content, split.Severity, split["corr"], split.Property("Id")));
        Assert.False(new SplitLine(format, """{"when":"2024-05-06 07:08:09","what":"lost"}""").Fits);
        Assert.Equal("shop", format.Name);
        Assert.Equal(new DateTime(2024, 5, 6, 5, 8, 9), new SplitLine(format.WithAssumedOffset(TimeSpan.FromHours(2)), """{"when":"2024-05-06 07:08:09","app":1,"what":"x"}""").Time);
    }

    [Fact]
    public void WrongFieldsThrowAndNameAllFaults()
    {
        var fault = Assert.Throws<ArgumentException>(() => LineFormat.Json(" ", new JsonLineFields { Level = [""], Others = null! }));

        Assert.Contains("Name is empty", fault.Message);
        Assert.Contains("Message is empty", fault.Message);
        Assert.Contains("Level is an empty name", fault.Message);
        Assert.Contains("Others is null", fault.Message);
        Assert.Throws<ArgumentNullException>(() => LineFormat.Json("x", null!));
    }
}
