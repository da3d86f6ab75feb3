using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

public class LogEventSizeTests
{
    private const int ObjectsOfOne = 1_000;

    [Theory]
    [InlineData(300_000)]
    [InlineData(2_000)]
    public void ATemplateThatSerilogDoesNotCacheCountsWithTheTextOfItsTokens(int length)
    {
        var text = new string('x', length);
        MessageTemplate parsed = new MessageTemplateParser().Parse(text);
        Assert.NotSame(text, Assert.IsType<TextToken>(Assert.Single(parsed.Tokens)).Text);

        Assert.InRange(SizeOf(parsed), 2L * sizeof(char) * length, 2L * sizeof(char) * length + ObjectsOfOne);
    }

    [Fact]
    public void ACachedTemplateCountsOnce()
    {
        var text = "Order {OrderId} packed" + new string('x', 900);

        Assert.InRange(SizeOf(new MessageTemplateParser().Parse(text)), sizeof(char) * text.Length, sizeof(char) * text.Length + ObjectsOfOne);
    }

    private static long SizeOf(MessageTemplate template) =>
        LogEventSize.Of(new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, template, []));
}
