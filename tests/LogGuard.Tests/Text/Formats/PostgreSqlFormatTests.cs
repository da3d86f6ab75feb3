namespace LogGuard.Tests.Parsing;

public class PostgreSqlFormatTests
{
    [Fact]
    public void StatementsAndDetailsBelongToTheirLine()
    {
        var events = JoinedEvent.By("PostgreSql", """
            2024-05-06 07:08:09.123 CEST [4711] LOG:  checkpoint starting: time
            2024-05-06 07:08:10.123 CEST [4711] ERROR:  relation "x" does not exist at character 15
            2024-05-06 07:08:10.123 CEST [4711] DETAIL:  none
            2024-05-06 07:08:10.123 CEST [4711] STATEMENT:  select *
            	from x
            2024-05-06 07:08:11.123 CEST [4712] FATAL:  terminating connection
            """);

        Assert.Equal(["checkpoint starting: time", "relation \"x\" does not exist at character 15", "terminating connection"], events.Select(one => one.Content));
        Assert.Equal([LogSeverity.Information, LogSeverity.Error, LogSeverity.Fatal], events.Select(one => one.Severity!.Value));
        Assert.Equal([1, 4, 1], events.Select(one => one.Lines.Length));
        Assert.Equal(["4711", "4711", "4712"], events.Select(one => one["Pid"]));
        Assert.All(events, one => Assert.True(one is { Fits: true, Time: not null }));
    }

    [Theory]
    [InlineData("2024-05-06 07:08:09 UTC [4711]: [3-1] user=ann,db=shop,app=psql,client=10.0.0.9 WARNING:  there is no transaction", "there is no transaction", "Warning", "ann", "shop")]
    [InlineData("2024-05-06 07:08:09.123 UTC [4711] ann@shop LOG:  duration: 1250.3 ms  statement: select 1", "duration: 1250.3 ms  statement: select 1", "Information", "ann", "shop")]
    [InlineData("2018-06-27 18:26:29 +09 [7484] LOG: guard is on", "guard is on", "Information", null, null)]
    [InlineData("2024-05-06 07:08:09.123 XYZT [4711] DEBUG2:  odd zone", "odd zone", "Debug", null, null)]
    [InlineData("1714979289.123 [4711] PANIC:  could not write", "could not write", "Fatal", null, null)]
    [InlineData("2024-05-06 07:08:09 UTC:10.0.0.9(5432):ann@shop:[4711]:ERROR:  no", "no", "Error", null, null)]
    public void AnyPrefixIsRead(string line, string content, string severity, string? user, string? database)
    {
        var split = SplitLine.By("postgres", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
        Assert.NotNull(split.Time);
        if (user is not null)
        {
            Assert.Equal((user, database, "4711"), (split["User"], split["Database"], split["Pid"]));
        }
    }

    [Theory]
    [InlineData("LOG:  no time")]
    [InlineData("2024-05-06 07:08:09 INFO no colon")]
    [InlineData("2024-05-06 07:08:09 UTC [1] note: ERRORS: x")]
    public void OtherLinesDoNotFit(string line) => Assert.False(SplitLine.By("PostgreSql", line).Fits);
}
