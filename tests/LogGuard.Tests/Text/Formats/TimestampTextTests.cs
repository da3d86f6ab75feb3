using System.Globalization;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class TimestampTextTests
{
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

    [Theory]
    [InlineData("23:59:59", "00:00:01", 1)]
    [InlineData("00:00:01", "23:59:59", -1)]
    [InlineData("03:00:00", "23:00:00", 0)]
    [InlineData("03:00:00", "00:59:59", 1)]
    [InlineData("23:00:00", "20:59:59", 1)]
    [InlineData("23:00:00", "21:30:00", 0)]
    [InlineData("12:00:00", "12:00:00", 0)]
    public void AfterALineATimeOfDayIsTheNextOneButForALittleDisorder(string last, string time, int daysLater)
    {
        var reference = new TimestampReference();
        var day = new DateTime(2026, 5, 6, 0, 0, 0, DateTimeKind.Utc);
        reference.See((day + TimeSpan.Parse(last, System.Globalization.CultureInfo.InvariantCulture)).Ticks);

        Assert.True(TimestampText.TryParse(time, TimeSpan.Zero, reference, out var ticks, out _, out _));

        Assert.Equal(day.AddDays(daysLater) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), new DateTime(ticks, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("21:00:00", -1)]
    [InlineData("09:00:00", 0)]
    [InlineData("11:30:00", 0)]
    public void TheFirstTimeOfDayIsNotToCome(string time, int daysLater)
    {
        var now = new DateTime(2026, 5, 6, 10, 0, 0, DateTimeKind.Utc);
        var reference = new TimestampReference { Ticks = now.Ticks };

        Assert.True(TimestampText.TryParse(time, TimeSpan.Zero, reference, out var ticks, out _, out _));

        Assert.Equal(now.Date.AddDays(daysLater) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), new DateTime(ticks, DateTimeKind.Utc));
    }

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
    [InlineData("2024-02-30 07:08:09")]
    [InlineData("2024-05-06 07:08:09 FOO")]
    [InlineData("12:34.567")]
    [InlineData("+00:00:12.345")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("31/31/2024 07:08:09")]
    [InlineData("Marker 11 22:14:15")]
    [InlineData("20241306070809")]
    [InlineData("12:34")]
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

    [Theory]
    [InlineData("2024-05-06 07:08:09.123 CEST", "2024-05-06T05:08:09.123")]
    [InlineData("2024-05-06 07:08:09.123 EST", "2024-05-06T12:08:09.123")]
    [InlineData("2024-05-06 07:08:09.123 PST", "2024-05-06T15:08:09.123")]
    [InlineData("2024-05-06 07:08:09.123456 +0000 UTC", "2024-05-06T07:08:09.123456")]
    [InlineData("2024-05-06 07:08:09.123456 +0000 UTC m=+0.123", "2024-05-06T07:08:09.123456")]
    [InlineData("2024-05-06 07:08:09.1 +0530 +0530 m=-1.5", "2024-05-06T01:38:09.1")]
    [InlineData("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09")]
    [InlineData("Mon, 6 May 2024 07:08:09 +0200", "2024-05-06T05:08:09")]
    [InlineData("Monday, May 6, 2024 7:08:09 AM", "2024-05-06T07:08:09")]
    [InlineData("Mon May 06 2024 07:08:09 GMT+0200 (Central European Summer Time)", "2024-05-06T05:08:09")]
    [InlineData("06/May/2024:07:08:09.123", "2024-05-06T07:08:09.123")]
    [InlineData("06/May/2024:07:08:09.123 +0200", "2024-05-06T05:08:09.123")]
    [InlineData("06-May-2024 07:08:09.123", "2024-05-06T07:08:09.123")]
    [InlineData("06-May-24 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("06 May 2024 07:08:09,123", "2024-05-06T07:08:09.123")]
    [InlineData("6 December 2024 07:08:09", "2024-12-06T07:08:09")]
    [InlineData("2024-May-06 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("2024 May 06 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("May 6, 2024 7:08:09 AM", "2024-05-06T07:08:09")]
    [InlineData("May 06, 2024 7:08:09 PM", "2024-05-06T19:08:09")]
    [InlineData("May 6, 2024 12:08:09 AM", "2024-05-06T00:08:09")]
    [InlineData("May 6, 2024 12:08:09 PM", "2024-05-06T12:08:09")]
    [InlineData("May 6, 2024, 7:08:09\u202FPM", "2024-05-06T19:08:09")]
    [InlineData("240506  7:08:09", "2024-05-06T07:08:09")]
    [InlineData("240506 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("20240506 07:08:09.123", "2024-05-06T07:08:09.123")]
    [InlineData("20240506T070809.123Z", "2024-05-06T07:08:09.123")]
    [InlineData("20240506-070809", "2024-05-06T07:08:09")]
    [InlineData("20240506070809", "2024-05-06T07:08:09")]
    [InlineData("20240506070809123", "2024-05-06T07:08:09.123")]
    [InlineData("2024-05-06 07:08", "2024-05-06T07:08:00")]
    [InlineData("2024-05-06T07:08Z", "2024-05-06T07:08:00")]
    [InlineData("2024-05-06T07:08:09,123+0200", "2024-05-06T05:08:09.123")]
    [InlineData("2024-05-06T07:08:09.123 +0200", "2024-05-06T05:08:09.123")]
    [InlineData("2024-05-06T07:08:09+02", "2024-05-06T05:08:09")]
    [InlineData("2024-05-06T07:08:09.123-0730", "2024-05-06T14:38:09.123")]
    [InlineData("Mon May  6 07:08:09 UTC 2024", "2024-05-06T07:08:09")]
    [InlineData("Mon May  6 07:08:09 CEST 2024", "2024-05-06T05:08:09")]
    [InlineData("Sun Jan 25 08:00:00 CST 2026", "2026-01-25T14:00:00")]
    [InlineData("2024-05-06 07:08:09:123", "2024-05-06T07:08:09.123")]
    [InlineData("06.05.2024 07:08:09,123", "2024-05-06T07:08:09.123")]
    [InlineData("29/11/2024 07:08:09", "2024-11-29T07:08:09")]
    [InlineData("11/29/2024 07:08:09 PM", "2024-11-29T19:08:09")]
    [InlineData("5/6/24 7:08:09:123 CEST", "2024-05-06T05:08:09.123")]
    [InlineData("5/29/24 7:08:09:123 EST", "2024-05-29T12:08:09.123")]
    [InlineData("5/6/2024 7:08:09 AM", "2024-05-06T07:08:09")]
    [InlineData("1714979289.123456", "2024-05-06T07:08:09.123456")]
    [InlineData("1714979289123456789", "2024-05-06T07:08:09.1234567")]
    [InlineData("2024-05-06t07:08:09z", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06T07:08:09.Z", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06T07:08:09 Z", "2024-05-06T07:08:09")]
    [InlineData("24-05-06 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06_07:08:09", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06T07-08-09", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06 07.08.09", "2024-05-06T07:08:09")]
    [InlineData("2024年05月06日 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("２０２４-05-06 07:08:09", "2024-05-06T07:08:09")]
    [InlineData("2024-5-6 7:8:9", "2024-05-06T07:08:09")]
    [InlineData("2024-05-06T07:08:09.1234567+02:00[Europe/Berlin]", "2024-05-06T05:08:09.1234567")]
    [InlineData("6 märz 2024 07:08:09", "2024-03-06T07:08:09")]
    public void ThePartsOfAStampMayBeInManyOrders(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("0506 07:08:09.123456", "2025-05-06T07:08:09.123456")]
    [InlineData("okt 11 22:14:15", "2025-10-11T22:14:15")]
    [InlineData("06 May 07:08:09.5", "2025-05-06T07:08:09.5")]
    [InlineData("07:08:09 AM", "2026-01-01T07:08:09")]
    [InlineData("07:08:09.123 PM", "2025-12-31T19:08:09.123")]
    public void AStampWithoutAYearIsTheLastOfItsKind(string text, string expected) => Assert.Equal(expected, Read(text));

    [Fact]
    public void TheLogsOwnDatesShowWhichNumberIsTheMonth()
    {
        var reference = Clock();

        Assert.Equal("2025-05-06T07:08:09", Read("05/06/2025 07:08:09", reference));
        Assert.Contains("do not show which number is the month", reference.Dates.TakeNews(), StringComparison.Ordinal);
        Assert.Equal("2025-06-13T07:08:09", Read("13/06/2025 07:08:09", reference));
        Assert.Contains("13/06/2025 shows that the day is first; 1 earlier times were read in another order", reference.Dates.TakeNews(), StringComparison.Ordinal);
        Assert.Equal("2025-06-05T07:08:09", Read("05/06/2025 07:08:09", reference));
        Assert.Null(reference.Dates.TakeNews());
    }

    [Fact]
    public void ADateThatIsStillToComeIsReadInTheOtherOrder()
    {
        var reference = Clock();

        Assert.Equal("2026-01-02T07:08:09", Read("02/01/2026 07:08:09", reference));
        Assert.Equal("2025-11-12T07:08:09", Read("12/11/2025 07:08:09", reference));
        Assert.Equal("2025-12-11T07:08:09", Read("12/11/2025 07:08:09", Clock()));
    }

    [Fact]
    public void TwoDigitsOfAYearComeFirstUntilADateContradicts()
    {
        var reference = Clock();

        Assert.Equal("2017-06-09T20:10:40", Read("17/06/09 20:10:40", reference));
        Assert.Null(reference.Dates.TakeNews());
        Assert.Equal("2009-06-30T20:10:40", Read("06/30/09 20:10:40", reference));
        Assert.Contains("the month is first", reference.Dates.TakeNews(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAmbiguousZoneIsTheAssumedOneIfItMayBe()
    {
        Assert.Equal("2026-01-25T00:00:00", Read("Sun Jan 25 08:00:00 CST 2026", offsetHours: 8));
        Assert.Equal("2026-01-25T14:00:00", Read("Sun Jan 25 08:00:00 CST 2026", offsetHours: 1));
    }

    [Theory]
    [InlineData("2024-05-06 07:08:09 INFO x", 19, true)]
    [InlineData("2024-05-06 07:08:09 - x", 19, true)]
    [InlineData("2024-05-06 07:08:09 +0200 x", 25, true)]
    [InlineData("2024-05-06 INFO x", 10, true)]
    [InlineData("2024-05-06 07:08:09 EST x", 23, true)]
    [InlineData("07:08:09 AMD driver", 8, true)]
    [InlineData("Oct 11 22:14:15 2001:db8::7 app", 15, true)]
    [InlineData("Oct 11 22:14:15 h app", 15, true)]
    [InlineData("2024-02-30 07:08:09 x", 19, false)]
    [InlineData("words 2024-05-06", 0, false)]
    public void ATextMayBeginWithAStamp(string text, int length, bool isRead)
    {
        Assert.Equal(length > 0, TimestampText.TryReadPrefix(text, TimeSpan.Zero, new TimestampReference(), out var prefix));
        Assert.Equal((length, isRead), (prefix.Length, prefix.IsRead));
    }

    private static TimestampReference Clock() => new(new TestTimeProvider());

    private static string Read(string text, TimestampReference reference) =>
        TimestampText.TryParse(text, TimeSpan.Zero, reference, out var ticks, out _, out _)
            ? new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            : "none";

    private static string Read(string text, long? seen = null, int offsetHours = 0)
    {
        var reference = Clock();
        if (seen is { } ticksSeen)
        {
            reference.See(ticksSeen);
        }

        return TimestampText.TryParse(text, TimeSpan.FromHours(offsetHours), reference, out var ticks, out _, out _)
            ? new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
            : "none";
    }
}
