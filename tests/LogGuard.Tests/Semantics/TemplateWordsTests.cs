using LogGuard.Semantics;

namespace LogGuard.Tests.Semantics;

public class TemplateWordsTests
{
    [Theory]
    [InlineData("Order {OrderId} shipped", "order shipped")]
    [InlineData("The order {@Order} was shipped in {Elapsed,8:0.0} ms", "order shipped in ms")]
    [InlineData("NameSystem.addStoredBlock: blockMap updated", "name system add stored block block map updated")]
    [InlineData("HTTPServer started on port 8080", "http server started on port")]
    [InlineData("<*>PacketResponder <*> for block <*> terminating<*>", "packet responder for block terminating")]
    [InlineData("a {{literal}} { Id = 7 } brace", "literal id brace")]
    [InlineData("{OrderId}", "")]
    [InlineData("unclosed {Order", "unclosed order")]
    public void TheWordsOfATemplateAreItsLettersWithoutHolesAndEmptyWords(string template, string expected) =>
        Assert.Equal(expected, string.Join(' ', TemplateWords.Of(template)));

    [Theory]
    [InlineData("Payment captured", "Payment capture failed", true)]
    [InlineData("Payment captured", "Payment not captured", true)]
    [InlineData("Payment captured", "The payment was captured", false)]
    [InlineData("Upload failed", "Uploading failed", false)]
    [InlineData("Upload failed", "Upload done", false)]
    [InlineData("No faults found", "Faults found", true)]
    [InlineData("Upload failed", "Upload timed out", true)]
    [InlineData("Receiving block", "Receiving empty packet for block", true)]
    public void AContraryWordThatTheEarlierTemplateLacksMakesThemDiffer(string earlier, string later, bool differ) =>
        Assert.Equal(differ, ContraryWords.Differ(TemplateWords.Of(earlier), TemplateWords.Of(later)));

    [Fact]
    public void AVeryLongTemplateHasABoundedNumberOfWords() =>
        Assert.Equal(TemplateWords.Limit, TemplateWords.Of(string.Join(' ', Enumerable.Repeat("word", 10_000))).Count);
}
