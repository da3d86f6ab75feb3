namespace LogGuard.Primitives;

/// <summary>Marsaglia's xorshift64 with a fixed seed: 8 bytes of state, enough to choose places of a sample.</summary>
internal sealed class XorShift64 : IPlaceSource
{
    private ulong _state = SplitMix64.GoldenRatio;

    public long NextPlace(long count)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (long)(_state % (ulong)count);
    }
}
