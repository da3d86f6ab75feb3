using WebApi.FrameworkLogs;
using WebApi.Shop;

namespace WebApi.Tests.FrameworkLogs;

public class FaultOutcomeTests
{
    [Theory]
    [InlineData("exception in a handler", "failed (InvalidOperationException: " + ShopFaults.HandlerMessage + ")", true)]
    [InlineData("exception in a handler", "failed (InvalidOperationException: something else)", false)]
    [InlineData("locked database", "SQLite Error 5: 'database is locked'.", true)]
    [InlineData("locked database", "line 5: [Error] Failed executing DbCommand (3,005ms)", true)]
    [InlineData("storage gone", "SQLite Error 14: 'unable to open database file'.", true)]
    [InlineData("storage gone", "SQLite Error 5: 'database is locked'.", false)]
    [InlineData("slow database", "line 3: [Information] Executed DbCommand (1,502ms) [Parameters=[]", true)]
    [InlineData("slow database", "\"Executed DbCommand ({elapsed}ms)\" took 1.5 s until \"Order placed\"; usually 3 ms", true)]
    [InlineData("slow database", "\"Executed DbCommand ({elapsed}ms)\" took 12 ms until \"Order placed\"", false)]
    [InlineData("slow database", "Request finished in 1502ms\n  before: \"Executed DbCommand ({elapsed}ms)\"", false)]
    [InlineData("storm of wrong passwords", "\"" + ShopLog.WrongPasswordTemplate + "\" occurs 40 times a second", true)]
    [InlineData("INSERT removed", "\"INSERT INTO \"OutboxMessages\" (\"IsSent\")\" is missing", true)]
    [InlineData("INSERT removed", "\"UPDATE \"OutboxMessages\" SET\" is missing", false)]
    public void AnAlertNamesAFaultByTheWordsThatSayWhereToLook(string fault, string text, bool isNamed) =>
        Assert.Equal(isNamed, ShopFault.OfDefaults.Append(ShopFault.OfCommands).Single(one => one.Name == fault).Named.IsMatch(text));

    [Fact]
    public void TheLastLineHasTheFiguresInTheirForm()
    {
        FaultOutcome[] outcomes = [new("a", 50, [], ["x", "y"], true, 1.26), new("b", 50, [], ["z"], false, 0), new("c", 50, [], [], false, 9.96)];

        Assert.Equal(
            "result healthy_anomalies=7 healthy_alerts=2 faults=3 alerted=2 named=1 alerts_per_fault=1.0 worst_alert_seconds=10.0",
            FrameworkLogRun.LastLine(7, 2, outcomes));
        Assert.Equal(
            "result healthy_anomalies=0 healthy_alerts=0 faults=0 alerted=0 named=0 alerts_per_fault=0.0 worst_alert_seconds=0.0",
            FrameworkLogRun.LastLine(0, 0, []));
    }
}
