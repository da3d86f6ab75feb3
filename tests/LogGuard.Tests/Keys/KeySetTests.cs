using LogGuard.Keys;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Keys;

public class KeySetTests
{
    [Fact]
    public void ItHasTheKeysThatWereAdded() => Properties.Hold<byte[]>(bytes =>
    {
        var set = new KeySet();
        set.Add(bytes.Select(value => (int)value));

        return set.Keys.SequenceEqual(bytes.Where(value => value > 0).Select(value => (int)value).Distinct().Order())
            && Enumerable.Range(-3, 300).All(key => set.Contains(key) == (key > 0 && bytes.Contains((byte)key) && key < 256));
    });

    [Fact]
    public void TheUnknownKeyAndBoundariesAreNoKeys()
    {
        var set = new KeySet();
        set.Add([LogKey.Unknown, -1, -2, 5, LogKey.Unknown]);

        Assert.Equal([5], set.Keys);
    }
}
