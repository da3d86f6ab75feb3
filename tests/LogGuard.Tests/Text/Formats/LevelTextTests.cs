using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class LevelTextTests
{
    [Theory]
    [InlineData(LogSeverity.Verbose, "Verbose VRB Trace trce TRC T finest NOTSET ALL")]
    [InlineData(LogSeverity.Debug, "Debug DBG dbug D 7 FINE finer")]
    [InlineData(LogSeverity.Information, "INFO Information INF info I notice informational 5 6 CONFIG")]
    [InlineData(LogSeverity.Warning, "WARN Warning WRN warn W 4")]
    [InlineData(LogSeverity.Error, "ERROR Error ERR fail E 3 SEVERE FAILURE eror")]
    [InlineData(LogSeverity.Fatal, "FATAL Fatal FTL crit Critical CRITICAL emerg alert panic F 0 1 2")]
    public void NamesAreReadInWhateverCase(LogSeverity expected, string names)
    {
        foreach (var name in names.Split(' '))
        {
            AssertRead(expected, name);
            AssertRead(expected, name.ToUpperInvariant());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("12")]
    [InlineData("informations")]
    [InlineData("combo")]
    [InlineData("a very long word that is none")]
    [InlineData("OFF")]
    [InlineData("STATEMENT")]
    [InlineData("15")]
    [InlineData("debug9")]
    [InlineData("[]")]
    [InlineData("{\"log\"")]
    public void WhatIsNoLevelIsRefused(string text) => Assert.False(LevelText.TryRead(text, out _));

    [Theory]
    [InlineData(LogSeverity.Verbose, "Trace5 silly 10 [TRACE]")]
    [InlineData(LogSeverity.Debug, "DEBUG2 20 debug5")]
    [InlineData(LogSeverity.Information, "INFO: [info] (I) <6> 30 LOG System Note SUCCESS AUDIT Normal İNFO ınfo INFOS")]
    [InlineData(LogSeverity.Warning, "[WARN] WARNING: <4> 40 ADVERTENCIA Warnung")]
    [InlineData(LogSeverity.Error, "SEVERE: |ERROR| <3> 50 FEHLER SCHWERWIEGEND")]
    [InlineData(LogSeverity.Fatal, "dpanic PANIC: <0> 60")]
    public void WordsOfOtherProgramsAndNumbersAreRead(LogSeverity expected, string names)
    {
        foreach (var name in names.Split(' '))
        {
            AssertRead(expected, name);
        }
    }

    [Theory]
    [InlineData("INFO ", LogSeverity.Information)]
    [InlineData(" INFO", LogSeverity.Information)]
    [InlineData("ERROR    ", LogSeverity.Error)]
    [InlineData("[ WARN ]", LogSeverity.Warning)]
    public void PaddingAndBracketsAreIgnored(string text, LogSeverity expected)
    {
        Assert.True(LevelText.TryRead(text, out var severity));
        Assert.Equal(expected, severity);
    }

    [Theory]
    [InlineData(0, LogSeverity.Fatal)]
    [InlineData(3, LogSeverity.Error)]
    [InlineData(6, LogSeverity.Information)]
    [InlineData(10, LogSeverity.Verbose)]
    [InlineData(30, LogSeverity.Information)]
    [InlineData(35, LogSeverity.Information)]
    [InlineData(40, LogSeverity.Warning)]
    [InlineData(50, LogSeverity.Error)]
    [InlineData(60, LogSeverity.Fatal)]
    [InlineData(8, null)]
    [InlineData(-1, null)]
    [InlineData(100, null)]
    public void NumbersAreThoseOfSyslogOrOfPino(long number, LogSeverity? expected) =>
        Assert.Equal(expected, LevelText.TryReadNumber(number, out var severity) ? severity : null);

    [Theory]
    [InlineData("ERROR disk is on fire", true)]
    [InlineData("[warn] disk is nearly full", true)]
    [InlineData("fail: App.Core[0]", true)]
    [InlineData("INFO:root:started", true)]
    [InlineData("WARN|App|x", true)]
    [InlineData("Trace:", false)]
    [InlineData("error while reading", false)]
    [InlineData("Note: see above", false)]
    [InlineData("I think so", false)]
    [InlineData("information", false)]
    [InlineData("ValueError: x", false)]
    public void ALineBeginsWithALevelIfItLooksLikeAHeader(string line, bool expected) => Assert.Equal(expected, LevelText.BeginsLine(line));

    private static void AssertRead(LogSeverity expected, string name)
    {
        Assert.True(LevelText.TryRead(name, out var severity), name);
        Assert.Equal(expected, severity);
    }
}
