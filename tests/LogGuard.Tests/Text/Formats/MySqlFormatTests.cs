namespace LogGuard.Tests.Parsing;

public class MySqlFormatTests
{
    [Theory]
    [InlineData("2024-05-06T07:08:09.123456Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.36) starting as process 1", "/usr/sbin/mysqld (mysqld 8.0.36) starting as process 1", "Information", "0")]
    [InlineData("2024-05-06T07:08:09.123456Z 8 [Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.", "CA certificate ca.pem is self signed.", "Warning", "8")]
    [InlineData("2024-05-06T07:08:09.123456Z 0 [ERROR] [MY-012592] [InnoDB] Operating system error number 2 in a file operation.", "Operating system error number 2 in a file operation.", "Error", "0")]
    [InlineData("2024-05-06T07:08:09.123456Z 0 [Note] InnoDB: PUNCH HOLE support available", "InnoDB: PUNCH HOLE support available", "Information", "0")]
    [InlineData("2024-05-06 07:08:09 1234 [ERROR] InnoDB: Unable to lock ./ibdata1, error: 11", "InnoDB: Unable to lock ./ibdata1, error: 11", "Error", "1234")]
    [InlineData("2024-05-06  7:08:09 0 [Warning] Could not increase number of max_open_files", "Could not increase number of max_open_files", "Warning", "0")]
    [InlineData("240506  7:08:09 [Note] Event Scheduler: Loaded 0 events", "Event Scheduler: Loaded 0 events", "Information", null)]
    [InlineData("240506 07:08:09 mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql", "mysqld_safe Starting mysqld daemon with databases from /var/lib/mysql", null, null)]
    public void TheErrorLogOfEveryVersionIsRead(string line, string content, string? severity, string? thread)
    {
        var split = SplitLine.By("MySqlError", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity, thread), (split.Content, split.Severity?.ToString(), split["Thread"]));
        Assert.Equal(line.Contains("MY-") ? line[(line.IndexOf("MY-"))..(line.IndexOf("MY-") + 9)] : null, split["Code"]);
    }

    [Theory]
    [InlineData("2024-05-06 07:08:09,123 [main] INFO  org.x.App - started")]
    [InlineData("Version: '8.0.36'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306")]
    public void OtherLinesAreNotOfTheErrorLog(string line) => Assert.False(SplitLine.By("MySqlError", line).Fits);

    [Fact]
    public void AStatementOfTheSlowLogIsOneEvent()
    {
        var events = JoinedEvent.By("MySqlSlow", """
            /usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:
            # Time: 2024-05-06T07:08:09.123456Z
            # User@Host: ann[ann] @ shop.local [10.0.0.9]  Id:     8
            # Query_time: 2.000123  Lock_time: 0.000012 Rows_sent: 1  Rows_examined: 1000
            SET timestamp=1714979287;
            SELECT *
            FROM orders
            -- not the end
            WHERE id = 7;
            # User@Host: ann[ann] @ shop.local [10.0.0.9]  Id:     8
            # Query_time: 11.5  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 0
            # Rows_affected: 3  Bytes_sent: 11
            use shop;
            SET timestamp=1714979300;
            UPDATE orders SET state = 'paid';
            # Time: 240506  7:08:39
            # User@Host: bob[bob] @ localhost []
            # Query_time: 1.5  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 0
            # administrator command: Ping;
            """);

        Assert.Equal(4, events.Count);
        Assert.Equal([false, true, true, true], events.Select(one => one.Fits));
        Assert.Equal("SELECT *\nFROM orders\n-- not the end\nWHERE id = 7;", events[1].Content);
        Assert.Equal(("2.000123", "1000", "ann", "8"), (events[1]["Query_time"], events[1]["Rows_examined"], events[1]["User"], events[1]["Id"]));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9).AddTicks(1234560), events[1].Time);
        Assert.Equal(("UPDATE orders SET state = 'paid';", "3"), (events[2].Content, events[2]["Rows_affected"]));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 20), events[2].Time);
        Assert.Equal("administrator command: Ping;", events[3].Content);
    }
}
