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
        Assert.Equal(("Hello, nb", null, LogSeverity.Information), (split.Content, split.Parts.Template, split.Severity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"@mt\":\"no time\"}")]
    [InlineData("{\"@t\":\"never\",\"@mt\":\"x\"}")]
    [InlineData("{\"@t\":\"2016-06-07T03:44:57Z\",\"@mt\":\"x\"}}")]
    [InlineData("{\"@t\":\"2016-06-07T03:44:57Z\"} {\"@t\":\"2016-06-07T03:44:57Z\"}")]
    [InlineData("{\"@t\":\"2016-06-07T03:44:57Z\",\"@mt\":\"\\ud800\"}")]
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
