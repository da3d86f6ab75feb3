using LogGuard.Configuration;
using LogGuard.Faults;
using LogGuard.Sequences;

namespace LogGuard.Workflows.Mining;

/// <summary>The noise that the miner may ignore, and the bounds of its work.</summary>
internal sealed class WorkflowMinerOptions
{
    /// <summary>Share of the sessions, from the end, on which the noise level is chosen, 0..0.5. The default is 0.1.</summary>
    public double HeldOutShare { get; set; } = 0.1;

    /// <summary>
    /// The noise levels to choose from, 0..0.5. The chosen level's workflows describe the held-out sessions in the fewest bits
    /// (<see cref="CodeLength"/>): too low a level gives workflows that allow everything at any time, too high a level gives
    /// workflows that sessions do not fit. Without held-out sessions the smallest level is taken.
    /// </summary>
    public IReadOnlyList<double> NoiseLevels { get; set; } = [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001, 0];

    /// <summary>Fewest sessions of a kind for a workflow, unless noise is 0. The default is 5.</summary>
    public int MinimumSessions { get; set; } = 5;

    /// <summary>Most keys of a workflow; the most frequent are kept. Time and memory grow with its square. The default is 256.</summary>
    public int KeyLimit { get; set; } = 256;

    /// <summary>Most workflows; those with the most sessions are kept. The default is 64.</summary>
    public int WorkflowLimit { get; set; } = 64;

    /// <summary>Longest session of a corpus that is mined, in events. The default is 256, the length of a session's history.</summary>
    public int LengthLimit { get; set; } = SessionHistory.Limit;

    /// <summary>
    /// Most pairs of keys, counted in each distinct sequence of a corpus; time grows with them. Four million pairs of a log
    /// without structure took 10 to 17 s on a busy machine, so the default is 1,000,000. HDFS's training sessions have less
    /// than a tenth of that.
    /// </summary>
    public int PairLimit { get; set; } = 1_000_000;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public void Validate()
    {
        var faults = new OptionFaults(nameof(WorkflowMinerOptions));
        faults.RequireRange(nameof(HeldOutShare), HeldOutShare, 0.0, 0.5);
        faults.RequireRange(nameof(MinimumSessions), MinimumSessions, 1, int.MaxValue);
        faults.RequireRange(nameof(KeyLimit), KeyLimit, 1, 1024);
        faults.RequireRange(nameof(LengthLimit), LengthLimit, 1, 65_536);
        faults.RequireRange(nameof(PairLimit), PairLimit, 1, int.MaxValue);
        faults.RequireRange(nameof(WorkflowLimit), WorkflowLimit, 1, 1024);
        foreach (var noise in faults.RequireObject(nameof(NoiseLevels), NoiseLevels) ?? [])
        {
            faults.RequireRange(nameof(NoiseLevels), noise, 0.0, 0.5);
        }

        faults.ThrowIfAny();
    }
}
