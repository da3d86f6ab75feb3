using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class EventJoinerTests
{
    private const string Header = "2015-10-18 18:01:47,978 ERROR [main] org.foo.Bar: ";

    [Fact]
    public void AStackTraceJoinsItsLine()
    {
        var joiner = Joiner("Hadoop");

        var events = Join(
            joiner, Header + "it failed", "java.io.IOException: no", "\tat org.foo.Bar.run(Bar.java:1)", "Caused by: x", "\t... 3 more", "", Header + "next");

        Assert.Equal(
            ["it failed|java.io.IOException: no|\tat org.foo.Bar.run(Bar.java:1)|Caused by: x|\t... 3 more|", "next"],
            events.Select(found => found[(Header.Length * (found.StartsWith(Header, StringComparison.Ordinal) ? 1 : 0))..]));
        Assert.Equal((2, 0, 5), (joiner.EventCount, joiner.UnfitCount, joiner.JoinedLineCount));
    }

    [Fact]
    public void TheContentIsThatOfTheFirstLine()
    {
        var joiner = Joiner("Hadoop");
        joiner.Add(Header + "it failed", out _);
        joiner.Add("   at X", out _);

        Assert.True(joiner.Flush(out var completed));
        Assert.Equal("it failed", completed.Content.ToString());
        Assert.Equal((true, LogSeverity.Error, 2), (completed.Fits, completed.Parts.Severity, completed.LineCount));
        Assert.False(joiner.Flush(out _));
    }

    [Fact]
    public void LinesThatFitNothingAreNotHiddenInEachOther()
    {
        var joiner = Joiner("Hadoop");

        var events = Join(joiner, "one thing", "another", "  that goes on", Header + "fits", "its own", "too");

        Assert.Equal(["one thing", "another|  that goes on", Header + "fits|its own|too"], events);
        Assert.Equal(2, joiner.UnfitCount);
    }

    [Fact]
    public void APlainLogJoinsWhatLooksLikeAStackTraceOnly()
    {
        var joiner = new EventJoiner(LineFormat.Plain);

        Assert.Equal(["a", "b|   at X|--->y", "c"], Join(joiner, "a", "", "b", "   at X", "--->y", "c").Select(found => found.TrimEnd('|')));
    }

    [Fact]
    public void TheMessageOfAConsoleIsOnItsSecondLine()
    {
        var joiner = Joiner("ConsoleSimple");
        joiner.Add("info: App.Orders[3]", out _);
        joiner.Add("      Order 17 accepted", out _);
        joiner.Add("      and more", out _);
        joiner.Add("fail: App.Orders[4]", out var first);

        Assert.Equal("Order 17 accepted", first!.Content.ToString());
        Assert.Equal("info: App.Orders[3]\n      Order 17 accepted\n      and more", first.Text.ToString());
        Assert.True(joiner.Flush(out var second));
        Assert.Equal("", second.Content.ToString());
    }

    [Fact]
    public void LinesAndCharactersOfAnEventAreBoundedAndWhatIsCutIsCounted()
    {
        var joiner = new EventJoiner(Format("Hadoop"), new MultiLineRule { MaxLines = 3, MaxCharacters = 10 });

        var events = Join(joiner, Header + "x", "\tat 1", "\tat 23456789", "\tat 3", "no trace", Header + "y");

        Assert.Equal([Header + "x|\tat 1|\tat", "no trace", Header + "y"], events);
        Assert.Equal((1, 1, 1), (joiner.DroppedLineCount, joiner.CutLineCount, joiner.UnfitCount));
    }

    [Fact]
    public void JoiningCanBeTurnedOff()
    {
        Assert.Equal(["a", "  b"], Join(new EventJoiner(LineFormat.Plain, new MultiLineRule { Enabled = false }), "a", "  b"));
        Assert.Equal([Header + "x", "y"], Join(new EventJoiner(Format("Hadoop"), new MultiLineRule { JoinUnfitLines = false }), Header + "x", "y"));
        Assert.Throws<ArgumentException>(() => new EventJoiner(LineFormat.Plain, new MultiLineRule { MaxLines = 0 }));
    }

    [Fact]
    public void AYearGoesByTheLastStampAndAtFirstByTheClock()
    {
        var joiner = new EventJoiner(Format("Syslog3164"), time: new TestTimeProvider());
        var times = new List<DateTime>();
        foreach (var stamp in (string[])["Dec 30 10:00:00", "Dec 31 10:00:00", "Jan  1 10:00:00", "Mar  1 10:00:00"])
        {
            joiner.Add(stamp + " host a: b", out var completed);
            Note(completed);
        }

        joiner.Flush(out var last);
        Note(last);

        Assert.Equal([new(2025, 12, 30, 10, 0, 0), new(2025, 12, 31, 10, 0, 0), new(2026, 1, 1, 10, 0, 0), new(2026, 3, 1, 10, 0, 0)], times);
        void Note(MultiLineEvent? joined)
        {
            if (joined is not null)
            {
                times.Add(new DateTime(joined.Parts.TimestampTicks));
            }
        }
    }

    [Fact]
    public void AHugeLineIsNotKeptForEver()
    {
        var joiner = new EventJoiner(LineFormat.Plain);
        joiner.Add(new string('x', 10_000_000), out _);
        joiner.Add("b", out var huge);
        Assert.Equal(10_000_000, huge!.Content.Length);

        joiner.Add("c", out _);
        joiner.Add("d", out var small);

        Assert.True(small!.Capacity < 200_000);
        Assert.True(huge.Capacity < 200_000);
    }

    [Theory]
    [InlineData("{\"@t\":\"2024-05-06T07:08:09Z\",\"@mt\":\"of another format\"}")]
    [InlineData("<11>disk is on fire")]
    [InlineData("2015-03-23 05:48:30,122 without a level")]
    [InlineData("[2024-05-06 07:08:09] in brackets")]
    [InlineData("May  6 07:08:09 h app: x")]
    [InlineData("E0506 07:08:09.123456 1 x.go:1] y")]
    [InlineData("ERROR disk is on fire")]
    [InlineData("[warn] disk is nearly full")]
    [InlineData("fail: App.Core[0]")]
    [InlineData("nginx: [emerg] host not found")]
    public void ALineThatBeginsAsAnEventIsNotSwallowed(string line)
    {
        var joiner = Joiner("Hadoop");

        Assert.Equal([Header + "x", line, Header + "y"], Join(joiner, Header + "x", line, Header + "y"));
        Assert.Equal((3, 1, 0, 0), (joiner.EventCount, joiner.UnfitCount, joiner.JoinedLineCount, joiner.JoinedUnfitCount));
    }

    [Theory]
    [InlineData("Trace:")]
    [InlineData("#0 /srv/i.php(7): {closure}()")]
    [InlineData("  thrown in /srv/i.php on line 19\" while reading")]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("ValueError: x")]
    [InlineData("select * from orders where day = '2024-05-06'")]
    [InlineData("1714979289 is an id of ten digits")]
    public void ALineOfTheEventBeforeIsJoinedAndCounted(string line)
    {
        var joiner = Joiner("Hadoop");

        Assert.Equal([Header + "x|" + line, Header + "y"], Join(joiner, Header + "x", line, Header + "y"));
        Assert.Equal((2, 0, 1), (joiner.EventCount, joiner.UnfitCount, joiner.JoinedLineCount));
    }

    [Fact]
    public void LinesOfAllKindsInASyslogAreEvents()
    {
        var joiner = Joiner("Syslog3164");

        var events = Join(
            joiner, "<13>Apr 14 13:51:20 h app[1]: first thing", "<13>Apr 4 13:51:21 h app[1]: second thing", "<11>Apr 14 13:51:23.456 h app[1]: FAILURE",
            "<11>disk is on fire", "<13>Apr 14 13:51:24 h app[1]: fourth thing");

        Assert.Equal(5, events.Count);
        Assert.Equal((5, 0, 0), (joiner.EventCount, joiner.UnfitCount, joiner.JoinedLineCount));
    }

    [Fact]
    public void EveryLineIsAnEventAContinuationOrUnfit()
    {
        foreach (var format in LineFormat.Known)
        {
            var joiner = new EventJoiner(format);
            string[] lines =
            [
                "", "free text", Header + "x", "", "\tat y", "{\"a\":1}", "<11>z", "more", "ERROR z", "  ", "\uFEFF{\"@t\":\"2024-05-06T07:08:09Z\",\"@mt\":\"m\"}",
                "Jun 14 15:16:01 combo kernel: x", "torn {\"@t\"", "info: App.Core[0]", "      message",
            ];

            Join(joiner, lines);

            var fitting = joiner.EventCount - joiner.UnfitCount;
            Assert.True(fitting >= 0, format.Name);
            Assert.Equal(lines.Length, fitting + joiner.JoinedLineCount + joiner.UnfitCount);
        }
    }

    [Fact]
    public void AByteOrderMarkWithinAFileBelongsToNoLine()
    {
        var joiner = Joiner("Hadoop");

        Assert.Equal([Header + "x"], Join(joiner, "\uFEFF" + Header + "x"));
        Assert.Equal(0, joiner.UnfitCount);
    }

    private static EventJoiner Joiner(string format) => new(Format(format));

    private static LineFormat Format(string name)
    {
        Assert.True(LineFormat.TryGet(name, out var format));
        return format;
    }

    private static List<string> Join(EventJoiner joiner, params string[] lines)
    {
        var events = new List<string>();
        foreach (var line in lines)
        {
            if (joiner.Add(line, out var completed))
            {
                events.Add(completed.Text.ToString().Replace('\n', '|'));
            }
        }

        if (joiner.Flush(out var last))
        {
            events.Add(last.Text.ToString().Replace('\n', '|'));
        }

        return events;
    }
}
