namespace LogGuard.Tests.Parsing;

/// <summary>Lines of .NET's loggers, usual and odd ones, as a person reads them.</summary>
public class DotNetLineTests
{
    private const string Time = "\"@t\":\"2024-05-06T07:08:09Z\"";

    [Theory]
    [InlineData("{\"@t\":\"2024-05-06T07:08:09.1234567+02:00\",\"@mt\":\"Order {OrderId} took {Elapsed,8:0.00} ms\",\"@r\":[\"   12.35\"],\"OrderId\":\"A-1\",\"Elapsed\":12.345}",
        "Order {OrderId} took {Elapsed,8:0.00} ms", "Order A-1 took 12.345 ms", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"x {@Order} y {$Obj}\",\"Order\":{\"Id\":7,\"$type\":\"Order\"},\"Obj\":\"txt\"}", "x {@Order} y {$Obj}", "x {\"Id\":7,\"$type\":\"Order\"} y txt", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"x {0} y {1}\",\"0\":5,\"1\":\"b\"}", "x {0} y {1}", "x 5 y b", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"\",\"@l\":\"Warning\"}", null, "", "Warning")]
    [InlineData("{" + Time + ",\"@mt\":\"v {V}\",\"V\":NaN}", "v {V}", "v NaN", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"v {V}\",\"V\":1e400}", "v {V}", "v 1e400", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"v {V}\",\"V\":123456789012345678901234567890}", "v {V}", "v 123456789012345678901234567890", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"v {V} {V}\",\"V\":1,\"V\":2}", "v {V} {V}", "v 1 1", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"half a character {V}\",\"V\":\"\\ud83d\"}", "half a character {V}", "half a character \uFFFD", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"emoji {V}\",\"V\":\"\\ud83d\\ude00\"}", "emoji {V}", "emoji \ud83d\ude00", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"{{braces}} {V}\",\"V\":1}", "{{braces}} {V}", "{braces} 1", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"{Message:lj}\",\"Message\":\"a b c\"}", "{Message:lj}", "a b c", "Information")]
    [InlineData("{" + Time + ",\"@@mt\":\"not the template\",\"@mt\":\"t\"}", "t", "t", "Information")]
    [InlineData("\uFEFF{" + Time + ",\"@mt\":\"behind a mark\"}", "behind a mark", "behind a mark", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"t\"},", "t", "t", "Information")]
    [InlineData("[{" + Time + ",\"@mt\":\"t\"}]", "t", "t", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"comment\"/* c */}", "comment", "comment", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"a {User.Name} b\",\"User.Name\":\"ann\"}", "a {User.Name} b", "a ann b", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"null {V}\",\"V\":null}", "null {V}", "null {V}", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"bool {V}\",\"V\":true}", "bool {V}", "bool true", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"@l null\",\"@l\":null}", "@l null", "@l null", "Information")]
    [InlineData("{" + Time + ",\"@mt\":\"@l odd\",\"@l\":\"Nonsense\"}", "@l odd", "@l odd", "Information")]
    [InlineData("{" + Time + ",\"@l\":\"Error\",\"@x\":\"System.Exception: a\\n   at B\"}", null, "System.Exception: a", "Error")]
    [InlineData("{" + Time + "}", null, "", "Information")]
    public void ALineOfCompactJsonIsRead(string line, string? template, string content, string severity)
    {
        var split = SplitLine.By("clef", line);

        Assert.True(split.Fits);
        Assert.Equal((template, content, severity), (split.Parts.Template, split.Content, split.Severity?.ToString()));
        Assert.Equal(new DateTime(2024, 5, 6), split.Time?.Date);
    }

    [Theory]
    [InlineData("{" + Time + ",\"@mt\":\"t\"}{\"@t\":\"2024-05-06T07:08:10Z\",\"@mt\":\"two on a line\"}")]
    [InlineData("{\"Timestamp\":\"2024-05-06T07:08:09.1234567+02:00\",\"Level\":\"Information\",\"MessageTemplate\":\"Order {OrderId} placed\",\"Properties\":{\"OrderId\":\"A-1\"}}")]
    [InlineData("{\"@mt\":\"no time\"}")]
    public void OtherObjectsAreNoCompactJson(string line) => Assert.False(SplitLine.By("clef", line).Fits);

    [Theory]
    [InlineData("""{"EventId":3,"LogLevel":"Information","Category":"App","Message":"Order A-1 placed","State":{"Message":"Order A-1 placed","OrderId":"A-1","{OriginalFormat}":"Order {OrderId} placed"}}""",
        "Order {OrderId} placed", "Order A-1 placed", "Information")]
    [InlineData("""{"Timestamp":"07:08:09 ","EventId":3,"LogLevel":"Information","Category":"App","Message":"Order A-1 placed","State":{"OrderId":"A-1","{OriginalFormat}":"Order {OrderId} placed"},"Scopes":["a scope",{"Message":"x","{OriginalFormat}":"Scope {S}","S":7}]}""",
        "Order {OrderId} placed", "Order A-1 placed", "Information")]
    [InlineData("""{"Timestamp":"2024-05-06T07:08:09.1234567Z","EventId":3,"LogLevel":"Error","Category":"App","Message":"x","Exception":"System.Exception: a\n at b","State":{"Message":"x","{OriginalFormat}":"x"},"Scopes":[{"Message":"SpanId:1a2b","SpanId":"1a2b","TraceId":"65a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4"}]}""",
        "x", "x", "Error")]
    [InlineData("""{"Timestamp":"the sixth of May","EventId":3,"LogLevel":"Warning","Category":"App","Message":"m"}""", null, "m", "Warning")]
    [InlineData("""{"Timestamp":"2026-11-29T12:45:05.0090500\u002B00:00","EventId":0,"LogLevel":"Information","Category":"App.Core","Message":"own state","State":{},"Scopes":[{"Message":"scope t1","Tenant":"t1","{OriginalFormat}":"scope {Tenant}"}]}""",
        null, "own state", "Information")]
    [InlineData("""{"EventId":0,"LogLevel":"Information","Category":"App","Message":"v NaN","State":{"V":NaN,"{OriginalFormat}":"v {V}"}}""", "v {V}", "v NaN", "Information")]
    public void ALineOfTheJsonConsoleIsRead(string line, string? template, string content, string severity)
    {
        var split = SplitLine.By("ConsoleJson", line);

        Assert.True(split.Fits);
        Assert.Equal((template, content, severity), (split.Parts.Template, split.Content, split.Severity?.ToString()));
    }

    [Theory]
    [InlineData("info: App.Core[0] one line", "one line", "Information")]
    [InlineData("07:08:09 info: App.Core[0] one line", "one line", "Information")]
    [InlineData("[07:08:09] info: App.Core[0] one line", "one line", "Information")]
    [InlineData("[2024-05-06 07:08:09] warn: App.Core[0] one line", "one line", "Warning")]
    [InlineData("2024-05-06T07:08:09.123+02:00 fail: App.Core[14] one line", "one line", "Error")]
    [InlineData("[06.05.2024 07:08:09] warn: App.Core[0] one line", "one line", "Warning")]
    [InlineData("05/06/2024 07:08:09 warn: App.Core[0] one line", "one line", "Warning")]
    [InlineData("<6>App.Core[0] systemd formatter", "systemd formatter", "Information")]
    [InlineData("2024-05-06 07:08:09 <4>App.Core[0] systemd formatter", "systemd formatter", "Warning")]
    [InlineData("dbug: App.Core`1[[System.String, System.Private.CoreLib]][7] generic", "generic", "Debug")]
    public void ALineOfTheConsoleIsRead(string line, string content, string severity)
    {
        var split = SplitLine.By("ConsoleSimple", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
        Assert.StartsWith("App.Core", split["Category"]);
    }
}
