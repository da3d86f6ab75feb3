using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class KlogFormatTests
{
    [Theory]
    [InlineData("I0506 07:08:09.123456    1234 server.go:415] Started kubelet", LogSeverity.Information, "1234", "server.go:415", "Started kubelet")]
    [InlineData("E1231 23:59:59.000001       1 a_b.go:7] \"no\" err=\"x]\"", LogSeverity.Error, "1", "a_b.go:7", "\"no\" err=\"x]\"")]
    [InlineData("F0102 03:04:05.678901 99 main.c:1] ", LogSeverity.Fatal, "99", "main.c:1", "")]
    public void TheLetterOfTheLevelIsGluedToTheDate(string line, LogSeverity severity, string pid, string source, string content)
    {
        var split = SplitLine.By("klog", line);

        Assert.True(split.Fits);
        Assert.Equal((severity, pid, source, content), (split.Severity!.Value, split["Pid"], split["Source"], split.Content));
        Assert.Equal((line[1..3], line[3..5]), (split.Time!.Value.ToString("MM"), split.Time!.Value.ToString("dd")));
        Assert.Equal(line[6..14], split.Time!.Value.ToString("HH:mm:ss"));
    }

    [Theory]
    [InlineData("Index 07:08:09 out of range")]
    [InlineData("X0506 07:08:09.123456 1 a.go:1] no level")]
    [InlineData("0506 07:08:09.123456 1 a.go:1] no letter")]
    [InlineData("I")]
    [InlineData("")]
    public void OtherLinesDoNotFit(string line) => Assert.False(SplitLine.By("Klog", line).Fits);

    [Fact]
    public void ANotationOfOnesOwnMayGlueTheLetterOfALevelToo()
    {
        var format = LineFormat.Parse(@"\[<Severity><Timestamp>\] <Content>");

        var split = new SplitLine(format, "[W2024-05-06T07:08:09Z] order late");

        Assert.True(split.Fits);
        Assert.Equal((LogSeverity.Warning, "order late"), (split.Severity!.Value, split.Content));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), split.Time);
    }
}
