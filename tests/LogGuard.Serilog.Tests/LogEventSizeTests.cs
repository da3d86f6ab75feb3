using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

public class LogEventSizeTests
{
    private const int ObjectsOfOne = 1_000;

    // Whether a text without holes is held once or twice depends on the version of Serilog.
    [Theory]
    [InlineData("", 300_000)]
    [InlineData("{A} and ", 300_000)]
    [InlineData("{A} and ", 2_000)]
    public void ATemplateThatSerilogDoesNotCacheCountsWithTheTextsOfItsTokens(string beginning, int length)
    {
        var parsed = new MessageTemplateParser().Parse(beginning + new string('x', length));
        var texts = parsed.Tokens.OfType<TextToken>().Select(token => token.Text).Append(parsed.Text).Distinct(ReferenceEqualityComparer.Instance).Cast<string>();
        var held = sizeof(char) * (long)texts.Sum(text => text.Length);
        Assert.True(held >= sizeof(char) * (long)length * (beginning.Length > 0 ? 2 : 1));

        Assert.InRange(SizeOf(parsed), held, held + ObjectsOfOne);
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
