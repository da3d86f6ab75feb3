using System.Globalization;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class TimestampTextTests
{
    private static readonly DateTime Reference = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("081109 203518", "2008-11-09T20:35:18")]
    [InlineData("2005-06-03-15.42.50.363779", "2005-06-03T15:42:50.363779")]
    [InlineData("2015-10-18 18:01:47,978", "2015-10-18T18:01:47.978")]
    [InlineData("2017-05-16 00:00:00.008", "2017-05-16T00:00:00.008")]
    [InlineData("2024-02-29T23:59:60Z", "2024-03-01T00:00:00")]
    [InlineData("2024-01-02T03:04:05.1234567+01:30", "2024-01-02T01:34:05.1234567")]
    [InlineData("2024-01-02 03:04:05.678 +01:00", "2024-01-02T02:04:05.678")]
    [InlineData("2024-01-02 03:04:05 UTC", "2024-01-02T03:04:05")]
    [InlineData("2024-01-02T03:04:05.123456789Z", "2024-01-02T03:04:05.1234567")]
    [InlineData("2023/01/02 12:34:56", "2023-01-02T12:34:56")]
    [InlineData("2005.06.03", "2005-06-03T00:00:00")]
    [InlineData("17/06/09 20:10:40", "2017-06-09T20:10:40")]
    [InlineData("99/12/31 23:59:59", "1999-12-31T23:59:59")]
    [InlineData("10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36")]
    [InlineData("Sun Dec 04 04:47:44 2005", "2005-12-04T04:47:44")]
    [InlineData("Thu Jun 27 11:55:44.569531 2013", "2013-06-27T11:55:44.569531")]
    [InlineData("Oct 11 2023 22:14:15", "2023-10-11T22:14:15")]
    [InlineData("20171223-22:15:29:606", "2017-12-23T22:15:29.606")]
    [InlineData("20240102T030405Z", "2024-01-02T03:04:05")]
    [InlineData("1117838570", "2005-06-03T22:42:50")]
    [InlineData("1117838570.25", "2005-06-03T22:42:50.25")]
    [InlineData("1117838570363", "2005-06-03T22:42:50.363")]
    [InlineData("1117838570363779", "2005-06-03T22:42:50.363779")]
    [InlineData("1117838570363779000", "2005-06-03T22:42:50.363779")]
    public void AStampIsReadByItsShape(string text, string expected)
    {
        Assert.Equal(expected, Read(text));
        Assert.Equal(expected, Read("  " + text + " "));
    }

    [Theory]
    [InlineData("Jun 14 15:16:01", "2025-06-14T15:16:01")]
    [InlineData("Jan  1 00:00:00", "2026-01-01T00:00:00")]
    [InlineData("Jan  2 11:00:00", "2026-01-02T11:00:00")]
    [InlineData("Jan  3 11:00:00", "2025-01-03T11:00:00")]
    [InlineData("Dec 31 23:59:59", "2025-12-31T23:59:59")]
    [InlineData("Feb 29 01:02:03", "2024-02-29T01:02:03")]
    [InlineData("03-17 16:13:38.811", "2025-03-17T16:13:38.811")]
    [InlineData("10.30 16:49:06", "2025-10-30T16:49:06")]
    [InlineData("11:59:59.250", "2026-01-01T11:59:59.25")]
    [InlineData("00:00:01", "2026-01-01T00:00:01")]
    public void WithoutALineBeforeAYearIsTheLastThatIsNotInTheFuture(string text, string expected) => Assert.Equal(expected, Read(text));

    [Fact]
    public void AfterALineTheYearIsTheNearestOne()
    {
        var december = new DateTime(2005, 12, 31, 23, 59, 0).Ticks;
        var january = new DateTime(2006, 1, 1, 0, 1, 0).Ticks;

        Assert.Equal("2006-01-01T00:00:30", Read("Jan  1 00:00:30", december));
        Assert.Equal("2005-12-31T23:59:59", Read("Dec 31 23:59:59", january));
        Assert.Equal("2006-01-01T00:00:10", Read("00:00:10", december));
    }

    [Fact]
    public void AnAssumedOffsetGoesForStampsThatNameNone()
    {
        Assert.Equal("2005-06-03T22:42:50", Read("2005-06-03-15.42.50", offsetHours: -7));
        Assert.Equal("2024-01-02T03:04:05", Read("2024-01-02T03:04:05Z", offsetHours: -7));
        Assert.Equal("2005-06-03T22:42:50", Read("1117838570", offsetHours: -7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("12345")]
    [InlineData("2023-02-29 00:00:00")]
    [InlineData("2023-13-01 00:00:00")]
    [InlineData("2023-01-01 24:00:00")]
    [InlineData("2023-01-01 00:60:00")]
    [InlineData("2023-01-01 00:00:00 trailing")]
    [InlineData("2023-01-01 00:00:00+99:00")]
    [InlineData("01/02/2024 10:00:00")]
    [InlineData("Foo 14 15:16:01")]
    [InlineData("0000-01-01 00:00:00")]
    [InlineData("9999-12-31T23:59:59-18:00")]
    [InlineData("java.io.IOException: at")]
    [InlineData("99999999999")]
    public void WhatIsNoStampIsRefused(string text) => Assert.Equal("none", Read(text));

    [Fact]
    public void TheCultureOfTheThreadMakesNoDifference()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.DateTimeFormat.AbbreviatedMonthNames = [.. Enumerable.Range(1, 13).Select(month => $"M{month}")];
            odd.NumberFormat.NegativeSign = "~";
            odd.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("2005-12-04T04:47:44", Read("Sun Dec 04 04:47:44 2005"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Read(string text, long? seen = null, int offsetHours = 0) =>
        TimestampText.TryParse(text, TimeSpan.FromHours(offsetHours), seen ?? Reference.Ticks, seen is not null, out var ticks)
            ? new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            : "none";
}
