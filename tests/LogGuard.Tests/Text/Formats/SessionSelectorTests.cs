using System.Diagnostics;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class SessionSelectorTests
{
    private const string Uuid = "11760334-ac63-4cc8-9086-578422af8c99";

    [Theory]
    [InlineData(@"blk_-?\d+", "Receiving block blk_-160 src: /10", "blk_-160")]
    [InlineData(@"blk_-?\d+", "to delete  blk_1 blk_-2 blk_1 blk_3", "blk_1,blk_-2,blk_3")]
    [InlineData(@"blk_-?\d+", "nothing here", "")]
    [InlineData(@"blk_(-?\d+)", "blk_7 blk_8", "7,8")]
    [InlineData("instance: (<uuid>)", "[instance: " + Uuid + "] Claim successful", Uuid)]
    [InlineData("instance: (<uuid>)", "[instance: 117] Claim", "")]
    [InlineData(@"user\s+(\w+)\s+in", "user   bob   in, user al in", "bob,al")]
    [InlineData(@"(?i)USER=(\w+)\b", "user=bob", "bob")]
    [InlineData(@"(?i)user\s*=(?<id>[\w]+)", "USER =bob", "bob")]
    [InlineData(@"[(](\d+)[)]", "call (17)", "17")]
    [InlineData(@"(?<uuid>\d{3})-x", "123-x", "123")]
    [InlineData(@"(?<=id )\d+", "id 42", "42")]
    [InlineData(@"(?:a|b)=(\d)", "a=1 b=2", "1,2")]
    [InlineData(@"x*(\d*)", "xx", "")]
    public void APatternFindsItsSessions(string pattern, string content, string expected)
    {
        var reader = new SessionReader(SessionSelector.Pattern(pattern), LineFormat.Plain);

        Assert.Equal(expected, Read(reader, LineFormat.Plain, content));
    }

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("(a)(b)")]
    [InlineData("(a)|b")]
    [InlineData("(a)+")]
    [InlineData("(?:x(a))")]
    [InlineData("(a(b))")]
    public void AWrongPatternIsRefused(string pattern)
    {
        var exception = Assert.Throws<ArgumentException>(() => SessionSelector.Pattern(pattern, TimeSpan.Zero));

        Assert.Contains("Pattern is", exception.Message, StringComparison.Ordinal);
        Assert.Contains("timeLimit is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFieldOrAPropertyNamesTheSession()
    {
        Assert.True(LineFormat.TryGet("HDFS", out var hdfs));
        Assert.True(LineFormat.TryGet("CompactJson", out var json));

        Assert.Equal("143", Read(new SessionReader(SessionSelector.Field("Pid"), hdfs), hdfs, "081109 203518 143 INFO a: b"));
        Assert.Equal("", Read(new SessionReader(SessionSelector.Field("Pid"), hdfs), hdfs, "no header"));
        Assert.Equal("", Read(new SessionReader(SessionSelector.Field("Pid"), hdfs), hdfs, "081109 203518 - INFO a: b"));
        Assert.Equal("7", Read(new SessionReader(SessionSelector.Field("RequestId"), json), json, """{"@t":"2016-06-07T03:44:57Z","RequestId":7}"""));
        Assert.Equal("t1", Read(new SessionReader(json.Session, json), json, """{"@t":"2016-06-07T03:44:57Z","@tr":"t1"}"""));
        Assert.Equal("b7", Read(new SessionReader(SessionSelector.Pattern(@"b\d"), json), json, """{"@t":"2016-06-07T03:44:57Z","@mt":"{B}","B":"b7"}"""));
        Assert.Equal("", Read(new SessionReader(null, hdfs), hdfs, "081109 203518 143 INFO a: b"));
        Assert.Throws<ArgumentException>(() => SessionSelector.Field(" "));
    }

    [Fact]
    public void AFieldThatTheFormatLacksOrThatIsALabelIsRefused()
    {
        Assert.True(LineFormat.TryGet("BGL", out var bgl));

        Assert.Contains("Node, Time", Assert.Throws<ArgumentException>(() => new SessionReader(SessionSelector.Field("Pid"), bgl)).Message, StringComparison.Ordinal);
        Assert.Contains("label", Assert.Throws<ArgumentException>(() => new SessionReader(SessionSelector.Field("Label"), bgl)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManySessionsOfOneLineAreBoundedAndCounted()
    {
        var reader = new SessionReader(SessionSelector.Pattern(@"blk_\d+"), LineFormat.Plain);

        Read(reader, LineFormat.Plain, string.Join(' ', Enumerable.Range(0, 200).Select(i => $"blk_{i}")));

        Assert.Equal(SessionReader.MaxSessions, reader.Count);
        Assert.Equal(200 - SessionReader.MaxSessions, reader.LeftOutCount);
    }

    [Fact]
    public void APatternThatTakesForEverIsStoppedAndCounted()
    {
        // Looking behind keeps it from the engine that never goes back.
        var reader = new SessionReader(SessionSelector.Pattern(@"^(?:x|xx)+\z(?<!y)", TimeSpan.FromMilliseconds(5)), LineFormat.Plain);

        Assert.Equal("", Read(reader, LineFormat.Plain, new string('x', 200) + '!'));
        Assert.Equal(1, reader.TimeoutCount);
    }

    public static TheoryData<string, string> QuadraticSearches => new()
    {
        { @"blk_\d+(?:.*END)?", string.Concat(Enumerable.Repeat("blk_1 ", 8_000)) },
        { @"(id\d+)(?:.*z)?", string.Concat(Enumerable.Repeat("id1 ", 12_000)) },
        { @"(?<=[ab])a+c|a", "b" + new string('a', 48_000) },
    };

    [Theory]
    [MemberData(nameof(QuadraticSearches))]
    public void AllMatchesOfALineShareOneTimeLimit(string pattern, string line)
    {
        var reader = new SessionReader(SessionSelector.Pattern(pattern, TimeSpan.FromMilliseconds(20)), LineFormat.Plain);
        var started = Stopwatch.GetTimestamp();

        Read(reader, LineFormat.Plain, line);

        // Seconds without the limit. A busy machine gets fifty times the limit.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
        Assert.Equal(1, reader.TimeoutCount);
    }

    [Fact]
    public void ALongLineWithManyShortMatchesIsReadToItsEnd()
    {
        var reader = new SessionReader(SessionSelector.Pattern(@"blk_\d+", TimeSpan.FromSeconds(10)), LineFormat.Plain);

        Read(reader, LineFormat.Plain, string.Concat(Enumerable.Range(0, 8_000).Select(i => $"blk_{i} ")));

        Assert.Equal(0, reader.TimeoutCount);
        Assert.Equal(8_000 - SessionReader.MaxSessions, reader.LeftOutCount);
    }

    [Fact]
    public void AStructuredSyslogLineIsReadWithoutASession()
    {
        Assert.True(LineFormat.TryGet("Syslog5424", out var syslog));
        const string Line = "<13>1 2024-01-01T00:00:00Z host app 1 ID1 [x@1 RequestId=\"7\"] hello world";

        Assert.Equal("", Read(new SessionReader(null, syslog), syslog, Line));
        Assert.Equal("7", Read(new SessionReader(SessionSelector.Field("RequestId"), syslog), syslog, Line));
        Assert.Equal("7", Read(new SessionReader(SessionSelector.Field("requestid"), syslog), syslog, Line));
        Assert.Equal("1", Read(new SessionReader(SessionSelector.Field("PROCID"), syslog), syslog, Line));
    }

    [Fact]
    public void EveryReadyFormatReadsALineWithoutASession()
    {
        foreach (var format in ReadyFormats.All)
        {
            Assert.Equal("", Read(new SessionReader(null, format), format, "2024-01-01T00:00:00Z {\"@m\":\"x\"} INFO hello"));
        }
    }

    [Fact]
    public void ReadyFormatsKnowTheirSessionsWhereTheyHaveAny()
    {
        Assert.True(LineFormat.TryGet("HDFS", out var hdfs));
        Assert.True(LineFormat.TryGet("Nova", out var nova));

        Assert.Equal("blk_7", Read(new SessionReader(hdfs.Session, hdfs), hdfs, "081109 203518 143 INFO a: got blk_7"));
        Assert.Equal(Uuid, Read(new SessionReader(nova.Session, nova), nova, $"INFO nova.x [req-{Uuid}] [instance: {Uuid}] ok"));
        Assert.Null(LineFormat.Plain.Session);
    }

    private static string Read(SessionReader reader, LineFormat format, string line)
    {
        var parts = new LineParts();
        format.TrySplit(line, parts);
        reader.Read(line, parts);
        return string.Join(',', Enumerable.Range(0, reader.Count).Select(i => parts.Slice(line, reader[i]).ToString()));
    }
}
