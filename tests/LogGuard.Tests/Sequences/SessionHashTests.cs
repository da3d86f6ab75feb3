using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class SessionHashTests
{
    /// <summary>Snapshots hold these hashes, so they are for ever; worked out by another program from the definition.</summary>
    [Fact]
    public void TheHashesAreThoseOfTheDefinitionForEver()
    {
        var first = default(SessionHash).Then(0);
        var second = first.Then(1);
        var third = second.Then(2);

        Assert.Equal(new SessionHash(0xe220a8397b1dcdaf, 0xc4355e77cea8a35c), first);
        Assert.Equal(new SessionHash(0x509946a41cd733a3, 0xcce0e84f7d3eabc9), second);
        Assert.Equal(new SessionHash(0x575da3bc9ce078f2, 0xceda253449db78ff), third);
        Assert.Equal(new SessionHash(0xfbd912d21ced44a9, 0x963be205fc927dde), default(SessionHash).Then(Boundary.End));
    }
}
