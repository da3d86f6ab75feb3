using System.Globalization;
using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences.Capture;

public class CaptureRulesTests
{
    [Fact]
    public void WhereAllIsTakenThereAreNoRules()
    {
        Assert.Null(CaptureRules.For(new AnomalyDetectorOptions()));
        Assert.NotNull(CaptureRules.For(Options(capture => capture.Values = CapturedValues.Numbers)));
        Assert.NotNull(CaptureRules.For(Options(capture => capture.Values = CapturedValues.None)));
        Assert.NotNull(CaptureRules.For(Options(capture => capture.HashSessionIds = true)));
        Assert.NotNull(CaptureRules.For(Options(capture => capture.HashedProperties = ["Card"])));
        Assert.NotNull(CaptureRules.For(Options(capture => capture.RedactedProperties = ["Card"])));
    }

    [Fact]
    public void ARedactedValueIsStarsAndAHashedOneItsHash()
    {
        var rules = Rules(capture => (capture.HashedProperties, capture.RedactedProperties) = (["Card", "Both"], ["Name", "Both"]));

        Assert.True(rules.TryReplace("Card", 4111, Text, out var card));
        Assert.True(rules.TryReplace("Name", 4111, Text, out var name));
        Assert.True(rules.TryReplace("Both", 4111, Text, out var both));
        Assert.False(rules.TryReplace("Shop", 4111, Text, out _));
        Assert.False(rules.TryReplace("card", 4111, Text, out _));

        Assert.Equal((rules.Hash("4111"), "***", "***"), (card, name, both));
        Assert.True(rules.IsProtected("Card"));
        Assert.True(rules.IsProtected("Name"));
        Assert.False(rules.IsProtected("Shop"));
        Assert.True(rules.HasNames);
    }

    [Fact]
    public void AValueThatIsRedactedIsNotAskedForItsText()
    {
        var rules = Rules(capture => capture.RedactedProperties = ["Name"]);

        Assert.True(rules.TryReplace("Name", 1, _ => throw new InvalidOperationException("asked"), out _));
        Assert.False(rules.TryReplace("Shop", 1, _ => throw new InvalidOperationException("asked"), out _));
    }

    [Fact]
    public void AHashIsThatOfTheKeyAndTheText()
    {
        // HMAC-SHA-256 of the text with the key, RFC 4231, test case 2: its first eight bytes.
        var rules = Rules(capture => (capture.HashedProperties, capture.HashKey) = (["Card"], "Jefe"));

        Assert.Equal("#5bdcc146bf60754e", rules.Hash("what do ya want for nothing?"));
    }

    [Fact]
    public void WithoutAKeyEachDetectorHashesInItsOwnWay()
    {
        var (one, other) = (Rules(capture => capture.HashSessionIds = true), Rules(capture => capture.HashSessionIds = true));

        Assert.Equal(one.Hash("a"), one.Hash("a"));
        Assert.NotEqual(one.Hash("a"), one.Hash("b"));
        Assert.NotEqual(one.Hash("a"), other.Hash("a"));
    }

    [Fact]
    public void SessionsAreHashedWhereThatIsAskedForAndTheirPropertyToo()
    {
        var rules = Rules(capture => capture.HashSessionIds = true, "OrderId");

        Assert.True(rules.HashesSessions);
        Assert.Equal(SessionId.From(rules.Hash("A7")), rules.Apply(SessionId.From("A7")));
        Assert.Equal(SessionId.From(rules.Hash("7.5")), rules.Apply(SessionId.From(7.5)));
        Assert.True(rules.Apply(SessionId.Stream).IsStream);
        Assert.True(rules.IsProtected("OrderId"));
        Assert.True(rules.HasNames);
    }

    [Fact]
    public void SessionsStayAsTheyAreWhereTheyAreNotToBeHashed()
    {
        var rules = Rules(capture => capture.RedactedProperties = ["Card"], "OrderId");

        Assert.False(rules.HashesSessions);
        Assert.Equal(SessionId.From("A7"), rules.Apply(SessionId.From("A7")));
        Assert.False(rules.IsProtected("OrderId"));
        Assert.Equal(CapturedValues.All, rules.Values);
    }

    [Fact]
    public void TextsAreFreeOfCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = other;

            Assert.Equal("1.5", LogValue.ToText(1.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(("", "a", "x"), (LogValue.ToText(null), LogValue.ToText("a"), LogValue.ToText(new Named())));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static AnomalyDetectorOptions Options(Action<CaptureOptions> configure)
    {
        var options = new AnomalyDetectorOptions();
        configure(options.Capture);
        return options;
    }

    private static CaptureRules Rules(Action<CaptureOptions> configure, string? sessionProperty = null)
    {
        var options = Options(configure);
        options.Session.Property = sessionProperty;
        return CaptureRules.For(options)!;
    }

    private sealed class Named
    {
        public override string ToString() => "x";
    }

    [Theory]
    [InlineData("OrderId")]
    [InlineData("orderid")]
    public void SessionsAreHashedWhereTheirPropertyIsProtected(string name)
    {
        var redacting = Rules(capture => capture.RedactedProperties = [name], "OrderId");
        var hashing = Rules(capture => capture.HashedProperties = [name], "OrderId");

        Assert.All([redacting, hashing], rules => Assert.Equal(SessionId.From(rules.Hash("7")), rules.Apply(SessionId.From(7))));
        Assert.All(["OrderId", "orderid", "ORDERID"], spelling =>
        {
            Assert.True(redacting.TryReplace(spelling, 7, Text, out var redacted));
            Assert.True(hashing.TryReplace(spelling, 7, Text, out var hashed));
            Assert.Equal(("***", hashing.Hash("7")), (redacted, hashed));
        });
        Assert.Equal(SessionId.From(7), Rules(capture => capture.RedactedProperties = ["Other"], "OrderId").Apply(SessionId.From(7)));
    }

    [Theory]
    [InlineData(CapturedValues.None)]
    [InlineData(CapturedValues.Numbers)]
    public void SessionsAreHashedWhereNotAllValuesAreCaptured(CapturedValues values)
    {
        var rules = Rules(capture => capture.Values = values, "OrderId");

        Assert.Equal(SessionId.From(rules.Hash("7")), rules.Apply(SessionId.From(7)));
        Assert.True(rules.IsProtected("orderId"));
        Assert.Equal(rules.Apply(SessionId.From("7")), rules.Apply(SessionId.From(7m)));
    }
}
