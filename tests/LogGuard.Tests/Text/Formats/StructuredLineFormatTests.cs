using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class StructuredLineFormatTests
{
    [Fact]
    public void AFormatOfOnesOwnGivesEveryPartOfALine()
    {
        var split = new SplitLine(new Semicolons(), "2024-05-06 07:08:09;E;Order {Id} took {Time};7;1.5;65a0;System.Exception: a");

        Assert.True(split.Fits);
        Assert.Equal(("Order {Id} took {Time}", "Order 7 took 1.5", LogSeverity.Error), (split.Parts.Template, split.Content, split.Severity));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9), split.Time);
        Assert.True(split.Parts.TryGetProperty("Time", out var number) && number.Number == 1.5);
        Assert.Equal(("65a0", "System.Exception: a"), (Own(split.Parts.TraceId), Own(split.Parts.Following)));

        string Own(LineRange range) => split.Parts.Slice("", range).ToString();
    }

    [Fact]
    public void ALineThatItDoesNotReadOrThrowsForIsCountedAndAllOfItIsTheMessage()
    {
        var events = JoinedEvent.By(new Semicolons(), "no fields\nthrow;E;x;7;1;a;\n2024-05-06 07:08:09;I;t;7;1;a;\n+ more\nagain nothing");

        Assert.Equal([false, false, true, false], events.Select(one => one.Fits));
        Assert.Equal(["no fields", "throw;E;x;7;1;a;", "t", "again nothing"], events.Select(one => one.Content));
        Assert.Equal("+ more", events[2].Lines[1]);
    }

    [Fact]
    public void AFunctionIsAFormat()
    {
        var format = LineFormat.Create(
            "own",
            (line, reading) =>
            {
                reading.SetTime(DateTimeOffset.UnixEpoch);
                reading.SetSeverity((LogSeverity)99);
                reading.AddProperty("Session", line[..2]);
                return !line.IsEmpty;
            },
            SessionSelector.Field("Session"));

        var split = new SplitLine(format, " ab is the whole line ");

        Assert.Equal((true, "ab is the whole line", LogSeverity.Information, DateTime.UnixEpoch), (split.Fits, split.Content, split.Severity, split.Time));
        Assert.Equal(1, new SessionReader(format.Session, format).Read("", split.Parts));
        Assert.Equal("ab is the whole line", format.Split(" ab is the whole line ").Content);
        Assert.Throws<ArgumentException>(() => LineFormat.Create("", (_, _) => true));
        Assert.Throws<ArgumentNullException>(() => LineFormat.Create("x", null!));
    }

    [Fact]
    public void AnAssumedOffsetIsUsed()
    {
        var split = new SplitLine(new Semicolons().WithAssumedOffset(TimeSpan.FromHours(2)), "2024-05-06 07:08:09;I;t;7;1;a;");

        Assert.Equal(new DateTime(2024, 5, 6, 5, 8, 9), split.Time);
    }

    private sealed class Semicolons() : StructuredLineFormat("semicolons")
    {
        protected override bool TryRead(ReadOnlySpan<char> line, LineReading reading)
        {
            if (line[0] == '+')
            {
                reading.SetContinued();
                return true;
            }

            var fields = line.ToString().Split(';');
            if (fields.Length != 7)
            {
                return false;
            }

            if (fields[0] == "throw")
            {
                throw new InvalidTimeZoneException("the application's fault");
            }

            Assert.True(reading.SetTime(fields[0]) && reading.SetLevel(fields[1]));
            reading.SetTemplate(fields[2]);
            reading.AddProperty("Id", fields[3]);
            reading.AddNumber("Time", double.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture));
            reading.SetTraceId(fields[5]);
            reading.SetException(fields[6]);
            return true;
        }
    }
}
