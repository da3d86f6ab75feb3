using LogGuard.Primitives;

namespace LogGuard.Sequences;

/// <summary>
/// The whole past of a session as two hashes, so that its cost does not depend on its length. Equal pasts have equal hashes;
/// different ones collide with a probability of 2⁻⁶⁴. Saved in snapshots, so it must never change.
/// </summary>
/// <param name="Counts">Hash of the keys in any order.</param>
/// <param name="Steps">Hash of the keys in their order.</param>
internal readonly record struct SessionHash(ulong Counts, ulong Steps)
{
    /// <summary>The past after one more event.</summary>
    public SessionHash Then(int key)
    {
        // Mixed, because sums of plain products cancel each other.
        var mixed = SplitMix64.Mix(((ulong)(uint)key + 1) * SplitMix64.GoldenRatio);
        return new SessionHash(Counts + mixed, (Steps ^ mixed) * SplitMix64.GoldenRatio + 1);
    }
}
