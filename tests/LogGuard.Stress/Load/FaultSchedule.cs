namespace LogGuard.Stress.Load;

/// <summary>
/// The schedule of faults. Every quarter of a run has each fault equally often, in its own order, so that quarters can be
/// compared.
/// </summary>
internal static class FaultSchedule
{
    // Includes two slots without a fault, which show the after-effects of faults.
    private static readonly HostFault[] OfAQuarter = [.. Enum.GetValues<HostFault>(), HostFault.None];

    /// <summary>The number of slots of a quarter.</summary>
    public static int SlotsPerQuarter => OfAQuarter.Length;

    /// <summary>Returns the faults of a run by slot. All slots are equally long.</summary>
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

    /// <summary>Returns the number of restarts due by the end of a slot. Restarts are spread evenly.</summary>
    public static int RestartsBy(int slot, int slots, int restarts) => (int)((long)restarts * (slot + 1) / slots);
}
