using FsCheck;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class HeaderNotationTests
{
    [Theory]
    [InlineData("", "has no field")]
    [InlineData("text alone", "has no field")]
    [InlineData("<A><B>", "<A> and <B> side by side")]
    [InlineData("<Date><Level> <Content>", "<Date> and <Level> side by side")]
    [InlineData("<A> <A>", "has <A> twice")]
    [InlineData("<A> <B", "has a < that no > closes")]
    [InlineData("<A> <> <B>", "has a field <>")]
    [InlineData("<A b> <B>", "has a field <A b>")]
    [InlineData("<A>( <B>): <C>", "that no )? closes")]
    [InlineData("<A>(<B>])?: <C>", "does not begin with text")]
    [InlineData("<A>([<B>])?<C>", "optional part right before <C>")]
    [InlineData("([<A>])? <B>", "begins with an optional part")]
    [InlineData("<A>( (x)?)? <B>", "an optional part within another")]
    [InlineData("<A>) <B>", "has a ) that closes nothing")]
    [InlineData("<A> <B>\\", "ends in a backslash")]
    [InlineData("<A>( <Content>)?", "ContentField is Content; the message must not be an optional part")]
    [InlineData("<Time> <Label> <Content>", "LabelField is Label; a label must be the first field")]
    public void AWrongNotationIsRefusedByItsFault(string notation, string fault)
    {
        var exception = Assert.Throws<ArgumentException>(() => LineFormat.Parse(notation));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreNamedAtOnce()
    {
        var exception = Assert.Throws<ArgumentException>(() => LineFormat.Parse(
            "<A><B> <A>", new LineFormatOptions { Name = "", LevelField = "Nope", TimestampFields = ["Never"], AssumedOffset = TimeSpan.FromDays(1) }));

        foreach (var fault in (string[])["side by side", "<A> twice", "Name is empty", "LevelField is Nope", "TimestampFields is Never", "AssumedOffset is 1."])
        {
            Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BlanksStandForAnyNumberOfBlanksAndTabs()
    {
        var format = LineFormat.Parse("<A> <B>  -  <Content>");

        var split = new SplitLine(format, "  a \t b -\tthe  message \r");

        Assert.Equal(("a", "b", "the  message"), (split["A"], split["B"], split.Content));
        Assert.False(new SplitLine(format, "a b- message").Fits);
    }

    [Theory]
    [InlineData("sshd[19939]: message", "sshd", "19939", "message")]
    [InlineData("kernel: [bar]: message", "kernel", null, "[bar]: message")]
    [InlineData("sshd[1] x: message", "sshd[1] x", null, "message")]
    [InlineData("a[1][2]: message", "a", "1][2", "message")]
    [InlineData("kernel:", "kernel", null, "")]
    [InlineData("kernel[7]:", "kernel", "7", "")]
    public void AnOptionalPartIsTakenWhereItStands(string line, string component, string? pid, string content)
    {
        var split = new SplitLine(LineFormat.Parse(@"<Component>(\[<PID>\])?: <Content>"), line);

        Assert.Equal((true, component, pid, content), (split.Fits, split["Component"], split["PID"], split.Content));
    }

    [Theory]
    [InlineData("a: b", "a", null, null, "b")]
    [InlineData("a(1): b", "a", "1", null, "b")]
    [InlineData("a{2}: b", "a", null, "2", "b")]
    [InlineData("a(1){2}: b", "a", "1", "2", "b")]
    public void TwoOptionalPartsMayBothBeThereOrNot(string line, string a, string? b, string? c, string content)
    {
        var split = new SplitLine(LineFormat.Parse(@"<A>(\(<B>\))?({<C>})?: <Content>"), line);

        Assert.Equal((a, b, c, content), (split["A"], split["B"], split["C"], split.Content));
    }

    [Theory]
    [InlineData("x", "x", null, null)]
    [InlineData("x:1", "x", "1", null)]
    [InlineData("x;2", "x", null, "2")]
    [InlineData("x:1;2;3", "x", "1", "2;3")]
    public void AnOptionalPartMayEndTheLine(string line, string content, string? a, string? b)
    {
        var split = new SplitLine(LineFormat.Parse("<Content>(:<A>)?(;<B>)?"), line);

        Assert.Equal((true, content, a, b), (split.Fits, split.Content, split["A"], split["B"]));
    }

    [Fact]
    public void ALineWithoutATimestampDoesNotFitUnlessThatIsAllowed()
    {
        const string Notation = "<Date> <Time> <Level> <Content>";
        const string Line = "the day before yesterday it rained";

        Assert.False(new SplitLine(LineFormat.Parse(Notation), Line).Fits);
        Assert.Equal(Line, new SplitLine(LineFormat.Parse(Notation), Line).Content);
        var lenient = new SplitLine(LineFormat.Parse(Notation, new LineFormatOptions { RequireTimestamp = false }), Line);
        Assert.Equal((true, "yesterday it rained", null), (lenient.Fits, lenient.Content, lenient.Time));
    }

    [Fact]
    public void FieldsOfOtherNamesMayHoldTimeLevelContentAndLabel()
    {
        var format = LineFormat.Parse("<Class> <When> <At> <How> <What> | <More>", new LineFormatOptions
        {
            TimestampFields = ["When", "At"], LevelField = "How", ContentField = "What", LabelField = "Class", AssumedOffset = TimeSpan.FromHours(2),
        });

        var split = new SplitLine(format, "bad 2024-01-02 03:04:05 E it failed | twice");

        Assert.Equal(("bad", "it failed", LogSeverity.Error, "twice"), (split.Label, split.Content, split.Severity, split["More"]));
        Assert.Equal(new DateTime(2024, 1, 2, 1, 4, 5), split.Time);
    }

    [Fact]
    public void FieldsAndTheTextBetweenThemGiveBackTheLine() => Properties.Hold((NonNull<string> a, NonNull<string> b, NonNull<string> c) =>
    {
        var (first, second, rest) = (Word(a.Get), Word(b.Get), c.Get.Trim());
        var line = $"{first}|{second}#{rest}";
        var split = new SplitLine(LineFormat.Parse("<A>|<B>#<Content>"), line);
        return split.Fits && $"{split["A"]}|{split["B"]}#{split.Content}" == line.Trim() && split["B"] == second && split.Content == rest;
    });

    [Fact]
    public void RangesLieInTheLineWhateverItHolds() => Properties.Hold((NonNull<string> text) =>
    {
        foreach (var format in LineFormat.Known)
        {
            var parts = new LineParts();
            var fits = format.TrySplit(text.Get, parts);
            if (!parts.Content.Exists || (!fits && !format.HasLabel && parts.ContentOf(text.Get).ToString() != text.Get.Trim()))
            {
                return false;
            }

            for (var i = 0; i < format.Fields.Count; i++)
            {
                _ = parts.Slice(text.Get, parts.Field(i)).Length;
            }
        }

        return true;
    });

    private static string Word(string text) => "w" + string.Concat(text.Where(char.IsAsciiLetterOrDigit));
}
