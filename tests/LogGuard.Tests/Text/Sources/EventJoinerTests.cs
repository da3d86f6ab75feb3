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
        Assert.Equal((2, 0, 4), (joiner.EventCount, joiner.UnfitCount, joiner.JoinedLineCount));
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
