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
        { "1", 1, "1" },
        { 42, 42L, "42" },
        { 42m, "42", "42" },
        { 42.0, (byte)42, "42" },
        { "42.0", 42.0m, "42.0" },
        { -1, "-1", "-1" },
        { UInt128.MaxValue, "340282366920938463463374607431768211455", "340282366920938463463374607431768211455" },
        { Int128.MinValue, "-170141183460469231731687303715884105728", "-170141183460469231731687303715884105728" },
        { double.MinValue, "-1.7976931348623157E+308", "-1.7976931348623157E+308" },
        { AGuid, AGuid.ToString(), "0f8fad5b-d9cb-469f-a165-70867728950e" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-11)), "01/02/2026 03:04:05 -11:00", "01/02/2026 03:04:05 -11:00" },
        { TimeSpan.MinValue, "-10675199.02:48:05.4775808", "-10675199.02:48:05.4775808" },
        { new DateOnly(2026, 1, 2), "01/02/2026", "01/02/2026" },
        { DayOfWeek.Friday, "Friday", "Friday" },
        { true, "True", "True" },
        { 'x', "x", "x" },
        { new Uri("http://example.org/a"), "http://example.org/a", "http://example.org/a" },
        { new Version(1, 2), "1.2", "1.2" },
        { System.Diagnostics.ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), "0af7651916cd43dd8448eb211c80319c", "0af7651916cd43dd8448eb211c80319c" },
    };

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void EqualScalarsNameTheSameSession(object one, object other, string text)
    {
        var (first, second) = (SessionId.From(one), SessionId.From(other));

        Assert.True(first.Equals(second));
        Assert.True(first.Equals((object)second));
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(first.QuickHash, second.QuickHash);
        Assert.True(second.Equals(first));
        Assert.False(first.IsStream);
        Assert.Equal(text, first.ToString());
        Assert.Equal(text, second.ToString());
    }

    public static TheoryData<object?, object?> DifferentScalars => new()
    {
        { "a", "A" },
        { "a", "b" },
        { "01", 1 },
        { 1, "+1" },
        { 1, 2 },
        { 1, 2L },
        { 42m, 42.0m },
        { 42, 42.5 },
        { true, false },
        { true, 1 },
        { AGuid, AGuid.ToString().ToUpperInvariant() },
        { AGuid, AGuid.ToString("N") },
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
    public void TheStreamHasTheQuickHashZero() => Assert.Equal(0, SessionId.Stream.QuickHash);

    public static TheoryData<object> Kept => [42, 42L, "42", 42m, AGuid, AGuid.ToString(), 1.5, new DateTime(2026, 1, 2), DayOfWeek.Friday, true];

    [Theory]
    [MemberData(nameof(Kept), DisableDiscoveryEnumeration = true)]
    public void AnIdIsMadeAndComparedWithoutAllocating(object value)
    {
        var texts = new object[] { LogValue.ToText(value), value };
        var equal = Compare();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = Compare();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((2, 2, 0), (equal, again, allocated));

        int Compare()
        {
            var equal = 0;
            foreach (var other in texts)
            {
                var (first, second) = (SessionId.From(value), SessionId.From(other));
                equal += first == second && first.GetHashCode() == second.GetHashCode() && first.QuickHash == second.QuickHash ? 1 : 0;
            }

            return equal;
        }
    }

    [Fact]
    public void AValueOfAnotherTypeIsItsTextFromTheStart()
    {
        var value = new ChangingId { Text = "first" };
        var id = SessionId.From(value);

        value.Text = "second";

        Assert.Equal("first", id.ToString());
        Assert.Equal(SessionId.From("first"), id);
    }

    private sealed class ChangingId
    {
        public string Text { get; set; } = "";

        public override string ToString() => Text;
    }

    [Fact]
    public void HashesOfDifferentScalarsDiffer() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(i => SessionId.From(i).GetHashCode()).Distinct().Count());
}
