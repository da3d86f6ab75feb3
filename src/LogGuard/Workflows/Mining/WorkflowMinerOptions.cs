using LogGuard.Configuration;
using LogGuard.Faults;
using LogGuard.Sequences;

namespace LogGuard.Workflows.Mining;

/// <summary>What the miner may ignore and how much it may take on.</summary>
internal sealed class WorkflowMinerOptions
{
    /// <summary>Share of the sessions, the last ones, on which the noise level is chosen, 0..0.5. The default is 0.1.</summary>
    public double HeldOutShare { get; set; } = 0.1;

    /// <summary>
    /// The noise levels to choose from, 0..0.5. The one is taken whose workflows tell the held-out sessions in the fewest
    /// bits (<see cref="CodeLength"/>): with too little of it the workflow lets everything come at any time, with too much
    /// sessions do not fit. Without held-out sessions it is the smallest one.
    /// </summary>
    public IReadOnlyList<double> NoiseLevels { get; set; } = [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001, 0];

    /// <summary>Sessions that a kind of session needs for a workflow of its own, unless noise is 0. The default is 5.</summary>
    public int MinimumSessions { get; set; } = 5;

    /// <summary>Most keys of a workflow, the most frequent ones; time and memory grow with its square. The default is 256.</summary>
    public int KeyLimit { get; set; } = 256;

    /// <summary>Most workflows, those with the most sessions. The default is 64.</summary>
    public int WorkflowLimit { get; set; } = 64;

    /// <summary>Longest session of a corpus that is mined. The default is 256, as many events as a session's history holds.</summary>
    public int LengthLimit { get; set; } = SessionHistory.Limit;

    /// <summary>
    /// Most pairs of keys, counted in each different sequence of a corpus, that are looked at: time grows with them. Four
    /// million of a log without any structure took 10 to 17 s on a busy machine, so the default is 1,000,000; HDFS's training
    /// sessions have less than a tenth of that.
    /// </summary>
    public int PairLimit { get; set; } = 1_000_000;

    /// <exception cref="ArgumentException">There are faults.</exception>
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
