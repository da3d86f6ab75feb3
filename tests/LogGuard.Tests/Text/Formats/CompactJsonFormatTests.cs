using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class CompactJsonFormatTests
{
    private const string Line =
        """{"@t":"2016-06-07T03:44:57.8532799Z","@mt":"Hello, {@User:j} \"{N,5}\" {{x}} {Missing}","@l":"Warning","@x":"System.Exception: no\r\n   at X","@tr":"abc","@sp":"def","@i":"7","User":{"Name":"nb","Ids":[1,2]},"N":-1.5e2,"@@odd":true,"Nothing":null}""";

    [Fact]
    public void TheTemplateIsExactAndTheMessageIsMadeOfIt()
    {
        var split = SplitLine.By("CompactJson", Line);

        Assert.True(split.Fits);
        Assert.Equal("Hello, {@User:j} \"{N,5}\" {{x}} {Missing}", split.Parts.Template);
        Assert.Equal("""Hello, {"Name":"nb","Ids":[1,2]} "-1.5e2" {x} {Missing}""", split.Content);
        Assert.Equal((LogSeverity.Warning, "abc", "def", "7"), (split.Severity, split["@tr"], split["@sp"], split["@i"]));
        Assert.Equal("System.Exception: no\r\n   at X", split["@x"]);
        Assert.Equal(("true", null), (split.Property("@odd"), split.Property("Nothing")));
        Assert.True(split.Parts.TryGetProperty("N", out var number) && number.Number == -150);
        Assert.Equal(new DateTime(2016, 6, 7, 3, 44, 57).AddTicks(8532799), split.Time);
    }

    [Fact]
    public void AMessageThatIsThereIsTakenAndAMissingLevelIsInformation()
    {
        var split = SplitLine.By("clef", """{"@t":"2016-06-07T03:44:57Z","@m":"Hello, nb","@i":"3a"}""");

        Assert.True(split.Fits);
        Assert.Equal(("Hello, nb", LogSeverity.Information), (split.Content, split.Severity));
    }

    [Fact]
    public void TheEventIdIsTheKeyWhereThereIsNoTemplate()
    {
        var first = SplitLine.By("clef", """{"@t":"2024-05-06T07:00:09Z","@m":"kasudo logged in","@i":"a1b2c3d4","User":"kasudo"}""");
        var second = SplitLine.By("clef", """{"@t":"2024-05-06T07:01:09Z","@m":"kasufa logged in","@i":"a1b2c3d4","User":"kasufa"}""");
        var number = SplitLine.By("clef", """{"@t":"2024-05-06T07:01:09Z","@m":"x","@i":123456}""");
        var both = SplitLine.By("clef", """{"@t":"2024-05-06T07:08:10Z","@mt":"t {A}","@i":123456,"A":1}""");

        Assert.Equal("@i a1b2c3d4: {@m}", first.Parts.Template);
        Assert.Equal(first.Parts.Template, second.Parts.Template);
        Assert.Equal("kasufa logged in", second.Content);
        Assert.Equal("@i 123456: {@m}", number.Parts.Template);
        Assert.Equal(("t {A}", "t 1"), (both.Parts.Template, both.Content));
        Assert.Null(SplitLine.By("clef", """{"@t":"2024-05-06T07:00:09Z","@m":"kasudo logged in"}""").Parts.Template);
    }

    [Theory]
    [InlineData("06.05.2024 at seven", false)]
    [InlineData("2024-05-06T07:08:09Z", true)]
    public void ATimeThatCannotBeReadCostsTheTimeOnly(string time, bool isRead)
    {
        var split = SplitLine.By("clef", $$"""{"@t":"{{time}}","@mt":"Order {Id} placed","@l":"WARNING","Id":7}""");

        Assert.True(split.Fits);
        Assert.Equal(("Order {Id} placed", "Order 7 placed", LogSeverity.Warning), (split.Parts.Template, split.Content, split.Severity));
        Assert.Equal(isRead, split.Time is not null);
    }

    [Fact]
    public void AnExceptionAloneIsTheMessageByItsFirstLine()
    {
        var split = SplitLine.By("clef", """{"@t":"2024-05-06T07:08:09Z","@l":"Error","@x":"System.Exception: a\n   at B"}""");

        Assert.True(split.Fits);
        Assert.Equal(("System.Exception: a", LogSeverity.Error), (split.Content, split.Severity));
        Assert.Equal("System.Exception: a\n   at B", split.Parts.Slice("", split.Parts.Following).ToString());
    }

    [Fact]
    public void NearlyJsonIsReadAndEveryOtherLineIsAnEventThatDoesNotFit()
    {
        var events = JoinedEvent.By("clef", """
            {"@t":"2024-05-06T07:08:09Z","@mt":"one"}
            {"@t":"2024-05-06T07:08:10Z","@mt":"two {V}","V":NaN}
            {"@t":"2024-05-06T07:08:11Z","@mt":"three {V}","V":"\ud83d"}
            BOM{"@t":"2024-05-06T07:08:12Z","@mt":"four"}
            {"@t":"2024-05-06T07:08:13Z","@mt":"five"}{"@t":"2024-05-06T07:08:14Z","@mt":"six"}
            {"@t":"2024-05-06T07:08:15Z","@mt":"sev
            {"@t":"2024-05-06T07:08:16Z","@mt":"eight"}
            """.Replace("BOM", "\uFEFF"));

        Assert.Equal(7, events.Count);
        Assert.Equal(["one", "two {V}", "three {V}", "four", null, null, "eight"], events.Select(one => one.Template));
        Assert.Equal(["two NaN", "three \uFFFD"], events[1..3].Select(one => one.Content));
        Assert.Equal([false, false], events[4..6].Select(one => one.Fits));
    }

    [Theory]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("[NaN,1]", "[\"NaN\",1]")]
    [InlineData("\"NaN\"", "NaN")]
    [InlineData("\"a \\ud83d\\ude00 b\"", "a \ud83d\ude00 b")]
    [InlineData("\"a\tb\"", "a\tb")]
    [InlineData("\"C:\\dir\"", "C:\\dir")]
    [InlineData("1 /* one */", "1")]
    public void AValueThatIsNearlyJsonIsReadAsAPersonReadsIt(string value, string read)
    {
        var split = SplitLine.By("clef", "{\"@t\":\"2024-05-06T07:08:10Z\",\"@mt\":\"two {V}\",\"V\":" + value + "}");

        Assert.True(split.Fits);
        Assert.Equal(read.Replace('\t', ' '), split.Property("V")?.Replace('\t', ' '));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void AnObjectOfAnyDepthIsRead(int depth)
    {
        var split = SplitLine.By(
            "clef", "{\"@t\":\"2024-05-06T07:08:09Z\",\"@mt\":\"deep\",\"D\":" + new string('[', depth) + "1" + new string(']', depth) + ",\"E\":2}");

        Assert.True(split.Fits);
        Assert.Equal(("deep", "2"), (split.Parts.Template, split.Property("E")));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("[", ",")]
    [InlineData("", ",")]
    [InlineData("", "]")]
    public void AnArrayWithAnObjectOnEachLineIsRead(string before, string after)
    {
        var split = SplitLine.By("clef", before + """{"@t":"2024-05-06T07:08:09Z","@mt":"t"}""" + after);

        Assert.True(split.Fits);
        Assert.Equal("t", split.Parts.Template);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"@mt\":\"no time\"}")]
    [InlineData("{\"@t\":\"never\"}")]
    [InlineData("{\"@t\":\"2016-06-07T03:44:57Z\",\"@mt\":\"x\"}}")]
    [InlineData("{\"@t\":\"2016-06-07T03:44:57Z\"} {\"@t\":\"2016-06-07T03:44:57Z\"}")]
    [InlineData("{\"@t\":\"2024-05-06T07:08:15Z\",\"@mt\":\"sev")]
    public void WhatIsNoSuchObjectDoesNotFit(string line)
    {
        var split = SplitLine.By("CompactJson", line);

        Assert.False(split.Fits);
        Assert.Equal(line, split.Content);
    }

    [Fact]
    public void ATemplateSeenBeforeIsTheSameString()
    {
        var parts = new LineParts();
        Assert.True(LineFormat.TryGet("CompactJson", out var format));

        format.TrySplit(Line, parts);
        var first = parts.Template;
        format.TrySplit(Line.Replace("abc", "xyz"), parts);

        Assert.Same(first, parts.Template);
    }

    [Fact]
    public void WhatIsKeptOfALineIsBounded()
    {
        var parts = new LineParts();
        Assert.True(LineFormat.TryGet("CompactJson", out var format));
        var many = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"p{i}\":{i}"));
        var holes = string.Concat(Enumerable.Repeat("{Long}", 1000));

        Assert.True(format.TrySplit($$"""{"@t":"2016-06-07T03:44:57Z","@mt":"{{holes}}","Long":"{{new string('x', 10_000)}}",{{many}}}""", parts));
        Assert.Equal(LineParts.MaxProperties, parts.PropertyCount);
        Assert.Equal(1001 - LineParts.MaxProperties, parts.LeftOutPropertyCount);
        Assert.Equal(TemplateRenderer.MaxLength, parts.Content.Length);

        for (var i = 0; i < 10_000; i++)
        {
            format.TrySplit($$"""{"@t":"2016-06-07T03:44:57Z","@mt":"{{i}}","p{{i}}":1}""", parts);
        }

        Assert.Equal(4096, parts.Templates.Count);
        Assert.Equal(4096, parts.Names.Count);
        Assert.False(format.TrySplit("{\"@t\":\"2016-06-07T03:44:57Z\",\"@m\":\"" + new string('x', JsonLineFormat.MaxLineLength) + "\"}", parts));
    }
}
