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
    [InlineData("<34>1 - - - - - [a@1 b=\"open text", true, "[a@1 b=\"open text")]
    [InlineData("<34>1 yesterday - - - - - text", true, "text")]
    [InlineData("2025-04-15T23:19:09.123456+02:00 nas1 svc[1]: of the other kind", false, null)]
    public void Rfc5424IsTakenAtItsWord(string line, bool fits, string? content)
    {
        var split = SplitLine.By("Syslog5424", line);

        Assert.Equal((fits, content ?? line), (split.Fits, split.Content));
    }

    [Theory]
    [InlineData("<34>Apr 4 08:15:16 box7 doorctl[412]: one blank", "box7", "doorctl", "412", "one blank", LogSeverity.Fatal, true)]
    [InlineData("<181> Sep 8 05:06:07 nac2 policy 000412 1 0 blank", "nac2", null, null, "policy 000412 1 0 blank", LogSeverity.Information, true)]
    [InlineData("Sep 14 2019 10:11:12 fw1 : %XYZ-6-100: session 5 built", "fw1", "%XYZ-6-100", null, "session 5 built", LogSeverity.Information, true)]
    [InlineData("Sep 14 2019 10:11:12 fw1 : %XYZ-3-100: session 5 lost", "fw1", "%XYZ-3-100", null, "session 5 lost", LogSeverity.Error, true)]
    [InlineData("<189>41: *Jan  8 03:04:05.678: %XYZ-5-CONF: changed by operator", null, "%XYZ-5-CONF", null, "changed by operator", LogSeverity.Information, true)]
    [InlineData("<14>Switch9 00aa11bb22cc,FW-2: LINK: port set up", null, null, null, "Switch9 00aa11bb22cc,FW-2: LINK: port set up", LogSeverity.Information, false)]
    [InlineData("<38>Operator ann signed in at the panel.", null, null, null, "Operator ann signed in at the panel.", LogSeverity.Information, false)]
    [InlineData("<11>disk is on fire", null, null, null, "disk is on fire", LogSeverity.Error, false)]
    [InlineData("<30>app[7]: without a time", null, "app", "7", "without a time", LogSeverity.Information, false)]
    [InlineData("<13>Mar 10 02:30:00 h app[12]: at the gap of summer time", "h", "app", "12", "at the gap of summer time", LogSeverity.Information, true)]
    [InlineData("<11>Oct 11 22:14:15.003 h app[1]: milliseconds", "h", "app", "1", "milliseconds", LogSeverity.Error, true)]
    [InlineData("<13>Oct 11 22:14:15 UTC h app[1]: zone", "h", "app", "1", "zone", LogSeverity.Information, true)]
    [InlineData("<13>2024-05-06T07:08:09.123456+02:00 h app[1]: iso", "h", "app", "1", "iso", LogSeverity.Information, true)]
    [InlineData("<13>2024-05-06 07:08:09 h app[1]: blank", "h", "app", "1", "blank", LogSeverity.Information, true)]
    [InlineData("<13>Oct 11 22:14:15 fe80::1 app[1]: ipv6 host", "fe80::1", "app", "1", "ipv6 host", LogSeverity.Information, true)]
    [InlineData("<13>Oct 11 22:14:15 h app(sub)[1]: pid", "h", "app(sub)", "1", "pid", LogSeverity.Information, true)]
    [InlineData("<13>Oct 11 22:14:15 h app[1.2]: dotted pid", "h", "app", "1.2", "dotted pid", LogSeverity.Information, true)]
    [InlineData("<13>Oct 11 22:14:15 h kernel: [   12.345678] usb 1-1: new device", "h", "kernel", null, "[   12.345678] usb 1-1: new device", LogSeverity.Information, true)]
    [InlineData("<13>Oct 11 22:14:15", null, null, null, "", LogSeverity.Information, true)]
    [InlineData("Oct 11 22:14:15 h dhclient[1]:bound to 10.0.0.5", "h", "dhclient", "1", "bound to 10.0.0.5", null, true)]
    [InlineData("<30>Oct 11 22:14:15 docker/ab12cd[99]: no host", null, "docker/ab12cd", "99", "no host", LogSeverity.Information, true)]
    [InlineData("okt 11 22:14:15 h app: localised month", "h", "app", null, "localised month", null, true)]
    [InlineData("März 10 22:14:15 h app: localised month", "h", "app", null, "localised month", null, true)]
    [InlineData("кві 11 22:14:15 h app: unknown month", "h", "app", null, "unknown month", null, false)]
    [InlineData("2025-04-15T23:19:09.123456+02:00 nas1 svc[1]: rsyslog file", "nas1", "svc", "1", "rsyslog file", null, true)]
    [InlineData("<14>1 2025-04-15T23:19:09Z nas1 svc 1 - - rfc5424", "nas1", "svc", "1", "rfc5424", LogSeverity.Information, true)]
    [InlineData("104 <34>Oct 11 22:14:15 h app: octet counted", "h", "app", null, "octet counted", LogSeverity.Fatal, true)]
    [InlineData("May  6 07:08:09 h app[1]: error: order lost", "h", "app", "1", "error: order lost", null, true)]
    [InlineData("<13>Feb 30 22:14:15 h app[1]: no such day", "h", "app", "1", "no such day", LogSeverity.Information, false)]
    public void NeighboursOfRfc3164KeepTheirFields(string line, string? host, string? component, string? pid, string content, LogSeverity? severity, bool hasTime)
    {
        var split = SplitLine.By("Syslog3164", line);

        Assert.True(split.Fits);
        Assert.Equal((host, component, pid, content, severity), (split["Host"], split["Component"], split["Pid"], split.Content, split.Severity));
        Assert.Equal(hasTime, split.Time is not null);
    }

    [Theory]
    [InlineData("<192>Oct 11 22:14:15 h app: bad priority")]
    [InlineData("a sentence of eleven words")]
    [InlineData("Traceback (most recent call last):")]
    public void ALineWithoutPriorityAndTimeIsNoSyslog(string line) => Assert.False(SplitLine.By("Syslog3164", line).Fits);

    [Theory]
    [InlineData("<11>1 2021-01-02T03:04:05.678Z h.lan. - 99 no place for data", "h.lan.", "-", "99", null, "no place for data")]
    [InlineData("<34>1 2021-06-07T08:09:10.003Z h app - - [x@1]", "h", "app", "-", "-", "")]
    [InlineData("<34>1 2021-06-07T08:09:10.003Z h app - - [x@1 eventSource= \"Application\"] hello", "h", "app", "-", "-", "[x@1 eventSource= \"Application\"] hello")]
    [InlineData("104 <34>1 2021-06-07T08:09:10.003Z h app - - - octet counted", "h", "app", "-", "-", "octet counted")]
    [InlineData("<34>1 2021-06-07T08:09:10.003Z h app - - [origin software=\"r\" x-pid=\"1\"] [extra] body", "h", "app", "-", "-", "[extra] body")]
    [InlineData("<34>1 2021-06-07T08:09:10Z  h app 1 - - two blanks", "h", "app", "1", "-", "two blanks")]
    [InlineData("<14>1 2025-04-15T23:19:09Z nas1 svc 1 - [a@6574 p=\"x]y\"] bracket", "nas1", "svc", "1", "-", "bracket")]
    [InlineData("<14>1 2025-04-15T23:19:09Z nas1 svc 1 - [] empty element", "nas1", "svc", "1", "-", "[] empty element")]
    [InlineData("<14>1 2025-04-15T23:19:09Z nas1 svc 1 - no structured data mark", "nas1", "svc", "1", "-", "no structured data mark")]
    [InlineData("<14>1 Apr 15 23:19:09 nas1 svc[1]: half and half", "nas1", "svc", "1", null, "half and half")]
    [InlineData("<14>1 2025-04-15 23:19:09 nas1 svc 1 - - blank stamp", "nas1", "svc", "1", "-", "blank stamp")]
    [InlineData("1 2025-04-15T23:19:09Z nas1 svc 1 - - no priority", "nas1", "svc", "1", "-", "no priority")]
    public void NeighboursOfRfc5424KeepTheirFields(string line, string host, string app, string process, string? kind, string content)
    {
        var split = SplitLine.By("Syslog5424", line);

        Assert.True(split.Fits);
        Assert.Equal((host, app, process, kind, content), (split["Host"], split["App"], split["ProcId"], split["MsgId"], split.Content));
        Assert.NotNull(split.Time);
    }
}
