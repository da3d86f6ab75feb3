using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Tests.States;

public class CallSiteTableTests
{
    private const string Template = "Order {OrderId} paid";

    private static readonly StateShape Shape = StateShape<int>.Instance;

    [Fact]
    public void ASiteIsFoundByAllThatTellsItApart()
    {
        var table = new CallSiteTable();
        var sites = new[]
        {
            Site(Template), Site(Template, StateShape<long>.Instance), Site(Template, eventId: 7), Site(Template, valueCount: 2), Site("Order {OrderId} shipped"),
        };

        foreach (var site in sites)
        {
            Assert.Null(Find(table, site));
            table.Add(site);
        }

        Assert.All(sites, site => Assert.Same(site, Find(table, site)));
    }

    // A template that is put together for each event never comes back: looking for its text would cost more than it saves.
    [Fact]
    public void AnEqualTemplateIsAnotherString()
    {
        var table = new CallSiteTable();
        table.Add(Site(Template));

        Assert.Null(table.Find(new string(Template.AsSpan()), Shape, 1, 0));
    }

    [Fact]
    public void TheFirstOfTwoThreadsWins()
    {
        var table = new CallSiteTable();
        var (first, second) = (Site(Template), Site(Template));

        table.Add(first);
        table.Add(second);

        Assert.Same(first, Find(table, second));
    }

    [Fact]
    public void OnlySoManyAreKeptAndTheRestIsDoneWithout()
    {
        var table = new CallSiteTable();
        var sites = Enumerable.Range(0, CallSiteTable.Limit + 100).Select(number => Site($"Order {number} {{OrderId}}")).ToList();

        sites.ForEach(table.Add);

        var known = sites.Count(site => ReferenceEquals(site, Find(table, site)));
        Assert.InRange(known, CallSiteTable.Limit * 9 / 10, CallSiteTable.Limit);
        Assert.All(sites[..100], site => Assert.Same(site, Find(table, site)));
        Assert.Null(Find(table, sites[^1]));
    }

    [Fact]
    public void ThreadsThatAddAtTheSameTimeLoseNothing()
    {
        var table = new CallSiteTable();
        var sites = Enumerable.Range(0, 400).Select(number => Site($"Order {number} {{OrderId}}")).ToList();

        Parallel.ForEach(sites, site =>
        {
            table.Add(site);
            Assert.Same(site, Find(table, site));
        });

        Assert.All(sites, site => Assert.Same(site, Find(table, site)));
    }

    private static LogCallSite? Find(CallSiteTable table, LogCallSite site) => table.Find(site.Template, site.Shape, site.Names.Length, site.EventId);

    private static LogCallSite Site(string template, StateShape? shape = null, int eventId = 0, int valueCount = 1) =>
        new("Shop.Orders", template, null, eventId, default, shape ?? Shape, new string[valueCount], -1, null, "formatter");
}
