using LogGuard.Parsing;
using System.Text;

namespace LogGuard.Tests.Configuration;

public class TextLogOptionsTests
{
    public static TheoryData<Action<TextLogOptions>, string> Faults => new()
    {
        { options => options.Path = "", "Path is \"\"; it must be the path of a file." },
        { options => options.Path = null!, "Path is null; it must be set." },
        { options => options.Path = "a\0b", "Path is \"a\\0b\"; it must be the path of a file." },
        { options => options.PositionFile = "", "PositionFile is \"\"; it must be the path of a file." },
        { options => options.PositionFile = "app.log", "PositionFile is \"app.log\"; it must be another file than Path." },
        { options => options.Format = "", "Format is empty; it must be the name or the fields of a format, or null." },
        { options => options.Format = "Sysloog", "Format is \"Sysloog\"; it must be the name of a format, or its fields, such as <Date> <Time> <Level> <Content>; the nearest name is Syslog." },
        { options => options.Format = "compact-jsn", "Format is \"compact-jsn\"; it must be the name of a format, or its fields, such as <Date> <Time> <Level> <Content>; the nearest name is CompactJson." },
        { options => options.Format = "log 4 net", "Format is \"log 4 net\"; it must be the name of a format, or its fields, such as <Date> <Time> <Level> <Content>; the nearest name is Log4j." },
        { options => options.Encoding = null!, "Encoding is null; it must be set." },
        { options => options.Encoding = new ThreeByteEncoding(), "Encoding is three; it must have a line end of 1, 2 or 4 bytes." },
        { options => options.StartAt = (TextLogStart)5, "StartAt is 5; it must be one of Beginning, End." },
        { options => options.PositionInterval = TimeSpan.Zero, "PositionInterval is 00:00:00; it must be between 00:00:00.1000000 and 01:00:00." },
        { options => options.LineLengthLimit = 255, "LineLengthLimit is 255; it must be between 256 and 16,777,216." },
        { options => options.LineLengthLimit = 16_777_217, "LineLengthLimit is 16,777,217; it must be between 256 and 16,777,216." },
        { options => options.PollInterval = TimeSpan.Zero, "PollInterval is 00:00:00; it must be between 00:00:00.0100000 and 00:01:00." },
        { options => options.QuietTime = TimeSpan.FromHours(2), "QuietTime is 02:00:00; it must be between 00:00:00.0100000 and 01:00:00." },
        { options => options.UnfinishedLineTime = TimeSpan.FromDays(2), "UnfinishedLineTime is 2.00:00:00; it must be between 00:00:00.0100000 and 1.00:00:00." },
        { options => options.UnfinishedLineTime = TimeSpan.Zero, "UnfinishedLineTime is 00:00:00; it must be between 00:00:00.0100000 and 1.00:00:00." },
        { options => options.JoinLineLimit = -1, "JoinLineLimit is -1; it must be between 0 and 100,000." },
        { options => options.SessionField = "", "SessionField is empty; it must be the name of a field, or null." },
        { options => options.SessionPattern = "", "SessionPattern is \"\"; it must be a regular expression, or null." },
        { options => options.SessionPattern = "(", "SessionPattern is \"(\"; it must be a regular expression: Invalid pattern '(' at offset 1. Not enough )'s." },
        { options => { options.SessionField = "Pid"; options.SessionPattern = "a"; }, "SessionPattern is \"a\"; it must be null where SessionField is set." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AWrongSettingThrowsNamingItAndWhatIsAllowed(Action<TextLogOptions> change, string fault)
    {
        var options = new TextLogOptions { Path = "app.log" };
        change(options);

        Assert.Equal("TextLogOptions: " + fault, Assert.Throws<ArgumentException>(() => options.Freeze()).Message);
    }

    [Fact]
    public void AllFaultsAreNamedTogether()
    {
        var options = new TextLogOptions { Path = "", LineLengthLimit = 1, JoinLineLimit = -1 };

        Assert.Equal(
            "TextLogOptions: Path is \"\"; it must be the path of a file. LineLengthLimit is 1; it must be between 256 and 16,777,216. JoinLineLimit is -1; it must be between 0 and 100,000.",
            Assert.Throws<ArgumentException>(() => options.Freeze()).Message);
    }

    [Fact]
    public void TheCopyHasWholePathsAndDoesNotChange()
    {
        var options = new TextLogOptions { Path = "app.log", PositionFile = "app.position" };
        var copy = options.Freeze();
        options.Path = "other.log";

        Assert.Equal(Path.GetFullPath("app.log"), copy.Path);
        Assert.Equal(Path.GetFullPath("app.position"), copy.PositionFile);
        Assert.Equal(65_536, copy.LineLengthLimit);
    }

    private sealed class ThreeByteEncoding : Encoding
    {
        public override string WebName => "three";

        public override int GetByteCount(char[] chars, int index, int count) => 3 * count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => 3 * charCount;

        public override int GetCharCount(byte[] bytes, int index, int count) => count / 3;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => byteCount / 3;

        public override int GetMaxByteCount(int charCount) => 3 * charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount / 3;
    }
}
