namespace LogGuard.Tests.Parsing;

public class SyslogFormatTests
{
    [Theory]
    [InlineData("<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "mymachine", "su", null, "'su root' failed for lonvick on /dev/pts/8", LogSeverity.Fatal)]
    [InlineData("Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure", "combo", "sshd(pam_unix)", "19939", "authentication failure", null)]
    [InlineData("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!", "10.0.0.99", null, null, "Use the BFG!", LogSeverity.Information)]
    [InlineData("2025-01-02T03:04:05.123456+00:00 web1 nginx[7]: reload", "web1", "nginx", "7", "reload", null)]
    [InlineData("Jun 14 15:16:01 combo last message repeated 2 times: yes", "combo", null, null, "last message repeated 2 times: yes", null)]
    [InlineData("Jun 14 15:16:01 combo kernel:", "combo", "kernel", null, "", null)]
    [InlineData("Jun 14 15:16:01 combo", "combo", null, null, "", null)]
    public void Rfc3164IsSplit(string line, string host, string? component, string? pid, string content, LogSeverity? severity)
    {
        var split = SplitLine.By("Syslog3164", line);

        Assert.True(split.Fits);
        Assert.Equal((host, component, pid, content, severity), (split["Host"], split["Component"], split["Pid"], split.Content, split.Severity));
        Assert.NotNull(split.Time);
    }

    [Fact]
    public void Rfc5424IsSplitWithItsStructuredData()
    {
        var split = SplitLine.By(
            "Syslog5424",
            """<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Appli\"cation]" eventID="1011"][examplePriority@32473 class="high"] """ + "\uFEFFAn application event");

        Assert.True(split.Fits);
        Assert.Equal("An application event", split.Content);
        Assert.Equal(("mymachine.example.com", "evntslog", "-", "ID47"), (split["Host"], split["App"], split["ProcId"], split["MsgId"]));
        Assert.Equal(("3", "Appli\\\"cation]", "1011", "high"), (split.Property("iut"), split.Property("eventSource"), split.Property("eventID"), split.Property("class")));
        Assert.Equal(3.0, split.Parts.Property(0).Number);
        Assert.False(split.Parts.Property(1).IsNumber);
        Assert.Equal(LogSeverity.Information, split.Severity);
        Assert.Equal(new DateTime(2003, 10, 11, 22, 14, 15, 3), split.Time);
    }

    [Theory]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z host su - ID47 - 'su root' failed", true, "'su root' failed")]
    [InlineData("<34>1 - - - - - -", true, "")]
    [InlineData("<34>1 - - - - - [a@1]", true, "")]
    [InlineData("<34>2 - - - - - - text", false, null)]
    [InlineData("<192>1 - - - - - - text", false, null)]
    [InlineData("<34>1 - - - - - [a@1 b=\"open text", false, null)]
    [InlineData("<34>1 yesterday - - - - - text", false, null)]
    public void Rfc5424IsTakenAtItsWord(string line, bool fits, string? content)
    {
        var split = SplitLine.By("Syslog5424", line);

        Assert.Equal((fits, content ?? line), (split.Fits, split.Content));
    }
}
