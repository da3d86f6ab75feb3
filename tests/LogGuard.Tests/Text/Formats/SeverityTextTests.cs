using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class SeverityTextTests
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
            Assert.True(SeverityText.TryParse(name, out var severity), name);
            Assert.Equal(expected, severity);
            Assert.True(SeverityText.TryParse(name.ToUpperInvariant(), out severity), name);
            Assert.Equal(expected, severity);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("12")]
    [InlineData("informations")]
    [InlineData("combo")]
    [InlineData("İNFO")]
    [InlineData("a very long word that is none")]
    public void WhatIsNoLevelIsRefused(string text) => Assert.False(SeverityText.TryParse(text, out _));
}
