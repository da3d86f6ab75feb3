using LogGuard.Detection;

namespace LogGuard.Tests.Detection;

public class WordingTests
{
    [Theory]
    [InlineData(0, "event", "0 events were")]
    [InlineData(1, "event", "1 event was")]
    [InlineData(1204, "event", "1,204 events were")]
    [InlineData(1, "anomaly", "1 anomaly was")]
    [InlineData(2, "anomaly", "2 anomalies were")]
    public void ANumberOfThingsAgreesWithItsNounAndVerb(long count, string noun, string words) =>
        Assert.Equal(words, $"{Wording.Count(count, noun)} {Wording.Were(count)}");

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, "99.9 %")]
    [InlineData(0.9995, "99.9 %")]
    [InlineData(0.998, "99.8 %")]
    [InlineData(0.0005, "0.1 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.123, "12.3 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.0004, "under 0.1 %")]
    [InlineData(0, "under 0.1 %")]
    public void ASharePromisesNoCertaintyThatItDoesNotHave(double share, string text)
    {
        Assert.Equal(text, Wording.Percent(share));
    }

    [Theory]
    [InlineData(0, "never")]
    [InlineData(1, "once")]
    [InlineData(2, "twice")]
    [InlineData(3, "3 times")]
    [InlineData(1234, "1,234 times")]
    public void CountsAreInWords(long count, string text)
    {
        Assert.Equal(text, Wording.Times(count));
    }

    [Theory]
    [InlineData(160, 162)]
    [InlineData(161, 163)]
    [InlineData(5000, 163)]
    public void ALongTemplateIsCutInItsQuotes(int length, int quotedLength)
    {
        var quoted = Wording.Quote(new string('x', length));

        Assert.Equal(quotedLength, quoted.Length);
        Assert.Equal(length > 160, quoted.EndsWith("…\""));
    }

    [Fact]
    public void TheValuesOfAKeyAreShownAndItsLongTemplateIsCut()
    {
        var template = "Executed DbCommand ({elapsed}ms) " + new string('x', 200);

        Assert.Equal(
            "\"Executed DbCommand ({elapsed}ms) xxxxxxx… ‹commandText: INSERT INTO Orders›\"",
            Wording.Quote(template + " ‹commandText: INSERT INTO Orders›"));
        Assert.Equal("\"A {b} ‹c: d›\"", Wording.Quote("A {b} ‹c: d›"));
        Assert.EndsWith("…\"", Wording.Quote(template + " ‹commandText: " + new string('y', 500) + "›"));
    }

    [Fact]
    public void EveryKindHasATitle()
    {
        Assert.Equal(
            ["Unknown line", "Unexpected line", "Unusual counts", "Cut short", "Unusual value", "Unusual session", "Unusual rate", "Renamed template?"],
            Enum.GetValues<AnomalyKind>().Select(kind => Wording.Title(kind)));
    }

    [Fact]
    public void AKindWithoutATitleIsItsName() => Assert.Equal("99", Wording.Title((AnomalyKind)99));

    [Theory]
    [InlineData("3.05:10:00", "3 d 5 h")]
    [InlineData("2.00:00:00", "2 d 0 h")]
    [InlineData("1.23:59:59", "47 h 59 min")]
    [InlineData("01:00:00", "1 h 0 min")]
    [InlineData("00:59:59", "59 min 59 s")]
    [InlineData("00:01:00", "1 min 0 s")]
    [InlineData("00:00:59.94", "59.9 s")]
    [InlineData("00:00:01", "1 s")]
    [InlineData("00:00:00.9994", "999.4 ms")]
    [InlineData("00:00:00.001", "1 ms")]
    [InlineData("00:00:00.0009", "under 1 ms")]
    [InlineData("00:00:00", "under 1 ms")]
    public void ADurationIsInTheUnitsThatAPersonWouldSay(string time, string text) =>
        Assert.Equal(text, Wording.Duration(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(1e15, "1E+15")]
    [InlineData(999_999_999_999_999, "999,999,999,999,999")]
    [InlineData(-1234.5, "-1,234")]
    [InlineData(1000, "1,000")]
    [InlineData(123.45, "123.5")]
    [InlineData(100, "100")]
    [InlineData(99.987, "99.99")]
    [InlineData(1.004, "1")]
    [InlineData(-1, "-1")]
    [InlineData(0.123456, "0.123")]
    [InlineData(0.00001234, "1.23E-05")]
    [InlineData(0, "0")]
    public void AMeasuredNumberHasThreeDigitsOrSo(double value, string text) => Assert.Equal(text, Wording.Quantity(value));

    [Theory]
    [InlineData(0, "as often as")]
    [InlineData(1, "1 more time than")]
    [InlineData(-1, "1 fewer time than")]
    [InlineData(2, "2 more times than")]
    [InlineData(-2, "2 fewer times than")]
    [InlineData(int.MinValue, "2,147,483,648 fewer times than")]
    public void ADifferenceIsInWords(int difference, string text) => Assert.Equal(text, Wording.Difference(difference));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "\"a\"")]
    [InlineData("a b", "\"a\", \"b\"")]
    [InlineData("a a a b b a", "3 × \"a\", 2 × \"b\", \"a\"")]
    public void StepsThatComeInARowAreNamedOnce(string steps, string text) =>
        Assert.Equal(text, string.Join(", ", Wording.Fold(steps.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
