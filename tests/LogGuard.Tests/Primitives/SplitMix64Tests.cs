using LogGuard.Primitives;

namespace LogGuard.Tests.Primitives;

public class SplitMix64Tests
{
    // The first numbers of Vigna's splitmix64.c with the state 1234567.
    [Fact]
    public void NumbersAreThoseOfTheReferenceImplementation()
    {
        var state = 1234567UL;

        Assert.Equal(6457827717110365317UL, SplitMix64.Next(ref state));
        Assert.Equal(3203168211198807973UL, SplitMix64.Next(ref state));
        Assert.Equal(9817491932198370423UL, SplitMix64.Next(ref state));
        Assert.Equal(4593380528125082431UL, SplitMix64.Next(ref state));
    }
}
