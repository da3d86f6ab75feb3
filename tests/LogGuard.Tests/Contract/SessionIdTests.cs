using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class SessionIdTests
{
    private static readonly Guid AGuid = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    public static TheoryData<object, object, string> Scalars => new()
    {
        { "order-1", new string("order-1"), "order-1" },
        { 1234567, 1234567, "1234567" },
        { -5L, -5L, "-5" },
        { 1.5, 1.5, "1.5" },
        { AGuid, new Guid(AGuid.ToByteArray()), "0f8fad5b-d9cb-469f-a165-70867728950e" },
        { new DateTime(2026, 1, 2, 3, 4, 5), new DateTime(2026, 1, 2, 3, 4, 5), "01/02/2026 03:04:05" },
        { true, true, "True" },
        { DayOfWeek.Friday, DayOfWeek.Friday, "Friday" },
        { 'x', 'x', "x" },
    };

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void EqualScalarsNameTheSameSession(object one, object other, string text)
    {
        var (first, second) = (SessionId.From(one), SessionId.From(other));

        Assert.True(first.Equals(second));
        Assert.True(first.Equals((object)second));
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.False(first.IsStream);
        Assert.Equal(text, first.ToString());
    }

    public static TheoryData<object?, object?> DifferentScalars => new()
    {
        { "a", "A" },
        { "a", "b" },
        { "1", 1 },
        { 1, "1" },
        { 1, 2 },
        { 1, 1L },
        { true, false },
        { AGuid, AGuid.ToString() },
        { DayOfWeek.Friday, 5 },
        { DayOfWeek.Friday, UriFormat.Unescaped },
        { null, "stream" },
        { "stream", null },
        { "", "a" },
        { 0, null },
    };

    [Theory]
    [MemberData(nameof(DifferentScalars), DisableDiscoveryEnumeration = true)]
    public void DifferentScalarsNameDifferentSessions(object? one, object? other)
    {
        Assert.False(SessionId.From(one).Equals(SessionId.From(other)));
        Assert.False(SessionId.From(one).Equals((object)SessionId.From(other)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NullAndTheEmptyTextNameTheOneStream(string? value)
    {
        var id = SessionId.From(value);

        Assert.True(id.IsStream);
        Assert.Equal(SessionId.Stream, id);
        Assert.Equal(default(SessionId).GetHashCode(), id.GetHashCode());
        Assert.Equal("stream", id.ToString());
    }

    [Fact]
    public void AnIdEqualsNothingButIds()
    {
        Assert.False(SessionId.From("a").Equals("a"));
        Assert.False(SessionId.From("a").Equals(null));
    }

    [Fact]
    public void ALongTextIsCutAndStaysTheSame()
    {
        var text = new string('x', 100_000);

        var id = SessionId.From(text);

        Assert.Equal(id, SessionId.From(new string('x', 100_000)));
        Assert.InRange(id.ToString().Length, 1, SessionId.MaxTextLength);
        Assert.StartsWith("xxxxx", id.ToString());
    }

    [Fact]
    public void ATextOfTheGreatestLengthIsKeptWhole()
    {
        var text = new string('x', SessionId.MaxTextLength);

        Assert.Same(text, SessionId.From(text).ToString());
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("", "x")]
    public void LongTextsThatDifferOnlyAtTheirEndNameDifferentSessions(string oneEnd, string otherEnd)
    {
        var same = new string('x', 100_000);

        Assert.NotEqual(SessionId.From(same + oneEnd), SessionId.From(same + otherEnd));
    }

    [Fact]
    public void TheTextIsThatOfNoParticularCulture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("1.5", SessionId.From(1.5m).ToString());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void TheQuickHashIsThatOfTheLengthAndTheEnd()
    {
        Assert.Equal(Quick("order-123456"), Quick("order-123456"));
        Assert.Equal(Quick("order-123456"), Quick("ORDER 123456"));
        Assert.Equal(
            6, new[] { "order-123456", "order-123457", "order-223456", "a-order-123456", "123456", "6" }.Select(Quick).Distinct().Count());

        static int Quick(string text) => SessionId.From(text).QuickHash;
    }

    [Fact]
    public void TheQuickHashOfConsecutiveNumbersSpreads()
    {
        // Over 16 places, as a queue with so many parts would use it: none gets more than twice its share.
        var places = Enumerable.Range(0, 10_000).GroupBy(i => (uint)SessionId.From($"{i:D6}").QuickHash % 16).Select(place => place.Count());

        Assert.All(places, count => Assert.InRange(count, 1, 1_250));
    }

    [Fact]
    public void TheQuickHashOfWhatIsNoTextIsItsHash()
    {
        Assert.Equal(1234567.GetHashCode(), SessionId.From(1234567).QuickHash);
        Assert.Equal(0, SessionId.Stream.QuickHash);
    }

    [Fact]
    public void HashesOfDifferentScalarsDiffer() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(i => SessionId.From(i).GetHashCode()).Distinct().Count());
}
