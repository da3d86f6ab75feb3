using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class ObjectFormTests
{
    // Not a time, which depends on the machine: each line was compared with all before it, 370 lines a second among 10,000 templates.
    [Fact]
    public void ALineIsComparedWithAFewFormsHoweverManyThereAre()
    {
        const int Lines = 3_000;
        var forms = new ObjectForms();
        for (var i = 0; i < Lines; i++)
        {
            var (tokens, line) = Read($"{{\"event\":\"login\",\"n{i}\":5}}");
            Assert.Null(forms.Find(line, respectSettled: false));
            forms.Change(new Pattern(tokens, new Template(i + 1, ""), 0), isAdded: true);
        }

        Assert.InRange(forms.CompareCount, 1, Lines * 256);
    }

    [Fact]
    public void TheNewestFormsAreFoundAmongMany()
    {
        var forms = new ObjectForms();
        for (var i = 0; i < 1_000; i++)
        {
            forms.Change(new Pattern(Read($"{{\"event\":\"login\",\"n{i}\":5}}").Tokens, new Template(i + 1, ""), 0), isAdded: true);
        }

        var found = forms.Find(Read("{\"n999\":5,\"event\":\"login\",\"user\":\"a5\"}").Line, respectSettled: false);

        Assert.Equal(1_000, found?.Id);
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    public void AnObjectWithVeryManyNamesIsText(int names, bool isObject)
    {
        var parts = string.Concat(Enumerable.Range(0, names).Select(i => $", \"n{i}\": {i}"));

        // Several names in a token, as a line has 128 tokens at most.
        var text = $"{{\"event\": \"login\"{parts}}}".Replace(": ", ":", StringComparison.Ordinal);

        Assert.Equal(isObject, Read(text).Line is not null);
    }

    private static (PatternToken[] Tokens, ObjectText? Line) Read(string text)
    {
        var buffer = new LineToken[128];
        var count = LineScanner.Scan(text, buffer, MaskMode.All);
        var tokens = new PatternText(MaskMode.All, null).TokensOf(text, buffer.AsSpan(0, count));
        return (tokens, ObjectText.Of(tokens));
    }
}
