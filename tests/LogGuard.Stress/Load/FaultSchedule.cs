namespace LogGuard.Stress.Load;

/// <summary>
/// When what goes wrong. Every quarter of a run has each fault equally often, in an order of its own, so that quarters can
/// be compared.
/// </summary>
internal static class FaultSchedule
{
    // Calm twice: what a fault leaves behind shows when nothing else is wrong.
    private static readonly HostFault[] OfAQuarter = [.. Enum.GetValues<HostFault>(), HostFault.None];

    /// <summary>The slots of one quarter.</summary>
    public static int SlotsPerQuarter => OfAQuarter.Length;

    /// <summary>The faults of a run, slot by slot, all slots equally long.</summary>
    public static HostFault[] Make(int seed)
    {
        var random = new Random(seed);
        var slots = new List<HostFault>();
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var shuffled = OfAQuarter.ToArray();
            random.Shuffle(shuffled);
            slots.AddRange(shuffled);
        }

        return [.. slots];
    }

    /// <summary>How many of some restarts are due by the end of a slot: they are spread evenly.</summary>
    public static int RestartsBy(int slot, int slots, int restarts) => (int)((long)restarts * (slot + 1) / slots);
}
