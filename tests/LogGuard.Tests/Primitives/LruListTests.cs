using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class LruListTests
{
    private readonly LruList<Item> _list = new();
    private readonly Item _a = new("a");
    private readonly Item _b = new("b");
    private readonly Item _c = new("c");

    public LruListTests()
    {
        _list.Add(_a);
        _list.Add(_b);
        _list.Add(_c);
    }

    [Fact]
    public void ElementsAreInTheOrderInWhichTheyWereAdded() => AssertOrder("abc");

    [Fact]
    public void ATouchedElementIsTheNewest()
    {
        _list.Touch(_a);
        AssertOrder("bca");
        _list.Touch(_c);
        AssertOrder("bac");
        _list.Touch(_c);
        AssertOrder("bac");
    }

    [Fact]
    public void AnElementIsRemovedFromAnyPlace()
    {
        _list.Remove(_b);
        AssertOrder("ac");
        _list.Remove(_c);
        AssertOrder("a");
        _list.Remove(_a);
        AssertOrder("");
    }

    [Fact]
    public void ARemovedElementCanBeAddedAgain()
    {
        _list.Remove(_a);
        _list.Add(_a);

        AssertOrder("bca");
    }

    private void AssertOrder(string names)
    {
        var walked = "";
        foreach (var item in _list)
        {
            walked += item.Name;
        }

        Assert.Equal(names, walked);
        Assert.Equal(names, string.Concat(_list.All().Select(item => item.Name)));
        Assert.Equal(names.Length == 0 ? null : names[..1], _list.Oldest?.Name);
        Assert.Equal(names.Length == 0 ? null : names[^1..], _list.Newest?.Name);
    }

    private sealed class Item(string name) : LruNode<Item>
    {
        public string Name => name;
    }
}
