namespace LogGuard.Tests.Parsing;

public class PostgreSqlCsvFormatTests
{
    private const string Head = "2024-05-06 07:08:10.123 CEST,\"ann\",\"shop\",4711,\"10.0.0.9:5432\",66386d09.1267,3,\"SELECT\",2024-05-06 07:08:00 CEST,3/7,0,";

    [Fact]
    public void TheColumnsAreFieldsAndTheDetailsBelongToTheMessage()
    {
        var split = SplitLine.By("PostgreSqlCsv", Head + "ERROR,42P01,\"relation \"\"x, y\"\" does not exist\",\"a detail\",,,,,\"select *\",15,,\"psql\",\"client backend\",,0");

        Assert.True(split.Fits);
        Assert.Equal(("relation \"x, y\" does not exist", LogSeverity.Error), (split.Content, split.Severity!.Value));
        Assert.Equal(("ann", "shop", "4711", "10.0.0.9:5432", "66386d09.1267", "42P01", "psql"),
            (split["User"], split["Database"], split["Pid"], split["Client"], split["Session"], split["State"], split["Application"]));
        Assert.Equal(new DateTime(2024, 5, 6, 5, 8, 10, 123, DateTimeKind.Utc), split.Time);
        Assert.Equal("DETAIL:  a detail\nSTATEMENT:  select *", split.Parts.Following.Of(split.Parts.OwnText).ToString());
    }

    [Fact]
    public void AQuoteSpreadsAnEventOverLines()
    {
        var events = JoinedEvent.By("csvlog", Head + "ERROR,42601,\"syntax error\",,,,,,\"select\n  \"\"a\"\"\n\n  from x\",15,,\"psql\"\n"
            + Head + "LOG,00000,\"done\",,,,,,,,,\"\"");

        Assert.Equal([("syntax error", 4), ("done", 1)], events.Select(one => (one.Content, one.Lines.Length)));
        Assert.All(events, one => Assert.True(one.Fits));
    }

    [Theory]
    [InlineData("2024-05-06 07:08:10 UTC,a,b")]
    [InlineData("2024-05-06 07:08:09.123 CEST [4711] LOG:  checkpoint starting: time")]
    [InlineData("2024-05-06 07:08:10 UTC,,,1,,,1,,,,0,HINT,00000,\"x\",,,,,,,,,\"\"")]
    [InlineData("a,,,1,,,1,,,,0,LOG,00000,\"x\",,,,,,,,,\"\"")]
    [InlineData("\"")]
    public void OtherLinesDoNotFit(string line) => Assert.False(SplitLine.By("PostgreSqlCsv", line).Fits);
}
