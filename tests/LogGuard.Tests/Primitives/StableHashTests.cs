using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class StableHashTests
{
    // Worked out apart from this code; saved models hold such hashes, so they must never change.
    [Theory]
    [InlineData("", 0xcbf29ce484222325)]
    [InlineData("a", 0xaf63dc4c8601ec8c)]
    [InlineData("foobar", 0x85944171f73967e8)]
    public void TheHashIsThatOfFnv1aForEver(string text, ulong hash)
    {
        Assert.Equal(hash, StableHash.Of(text));
        Assert.Equal(hash, StableHash.Of(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
