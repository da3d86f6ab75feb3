using LogGuard.Sequences;
using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Mining;

/// <summary>
/// Mines workflows from sessions: groups sessions by kind, mines a tree for each kind (<see cref="TreeMiner"/>), bounds its
/// loops and measures it. Deterministic.
/// </summary>
internal sealed class WorkflowMiner
{
    private readonly WorkflowMinerOptions _options;
    private readonly Func<int, string> _templateOf;

    /// <param name="templateOf">The template of a key.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WorkflowMiner(Func<int, string> templateOf, WorkflowMinerOptions? options = null)
    {
        _options = options ?? new WorkflowMinerOptions();
        _options.Validate();
        _templateOf = templateOf;
    }

    /// <summary>The noise level that the last run chose.</summary>
    public double ChosenNoise { get; private set; }

    /// <summary>The share of the held-out sessions that the trial workflows accepted at that noise level.</summary>
    public double HeldOutCoverage { get; private set; }

    /// <summary>
    /// Mines the whole sessions of a corpus that are not too long; the noise level is chosen on the last of them.
    /// </summary>
    /// <param name="corpus">The sessions.</param>
    /// <param name="timed">Some of the same sessions with their elapsed times, for durations.</param>
    /// <param name="cancellation">Ends it early.</param>
    public IReadOnlyList<Workflow> Mine(SessionCorpus corpus, IReadOnlyList<WorkflowTrace>? timed = null, CancellationToken cancellation = default)
    {
        var heldOut = (int)(corpus.Count * _options.HeldOutShare);
        return Choose(Whole(corpus, ..^heldOut), Whole(corpus, ^heldOut..), WithTimes(Whole(corpus, Range.All), timed ?? []), cancellation);
    }

    /// <summary>Mines sessions in order of time; the noise level is chosen on the last of them.</summary>
    public IReadOnlyList<Workflow> Mine(IReadOnlyList<WorkflowTrace> traces)
    {
        var heldOut = (int)(traces.Count * _options.HeldOutShare);
        return Choose([.. traces.Take(traces.Count - heldOut)], [.. traces.Skip(traces.Count - heldOut)], traces);
    }

    /// <summary>Mines sessions at a given noise level; at 0 the workflows accept every one of them.</summary>
    public IReadOnlyList<Workflow> Mine(IReadOnlyList<WorkflowTrace> traces, double noise)
    {
        var workflows = new List<Workflow>();
        var sessions = traces.Where(trace => trace.Keys.Length > 0).ToArray();
        foreach (var group in SessionGrouper.Group(sessions))
        {
            var count = group.Sum(trace => (long)trace.Count);
            if ((noise == 0 || count >= _options.MinimumSessions) && MineOne(group, noise) is { } workflow)
            {
                workflows.Add(workflow);
            }
        }

        return [.. workflows.OrderByDescending(workflow => workflow.SessionCount).Take(_options.WorkflowLimit)];
    }

    /// <summary>Mines one workflow from sessions of one kind.</summary>
    /// <returns>The workflow; null where the sessions are empty or noise only.</returns>
    public Workflow? MineOne(IReadOnlyList<WorkflowTrace> traces, double noise)
    {
        var log = TraceLog.Of(traces);
        var (kept, rare) = SplitKeys(log, noise);

        // A session with a rare key is left out as a whole: without that key its counts and its order would still be unusual.
        var usual = log.Where(trace => Array.TrueForAll(trace, kept.Contains));
        var root = new TreeMiner(noise, findsLoops: true).Mine(usual);
        if (root is null)
        {
            return null;
        }

        root = LoopBounds.Apply(root, usual, noise);
        if (noise == 0 && !AcceptsAll(root, usual))
        {
            // A nested loop can begin in several places, and only the nearest is followed. Without nested loops all sessions fit.
            root = LoopBounds.Apply(new TreeMiner(noise, findsLoops: false).Mine(usual)!, usual, noise);
        }

        root = Name(root);
        var steps = new Workflow { Name = "", Root = root }.GetNodes().Where(node => node.Kind == WorkflowNodeKind.Step).ToArray();
        var workflow = new Workflow { Name = NameOf(steps), Root = root, RareKeys = rare };
        return WorkflowStatistics.Measure(workflow, traces);
    }

    private IReadOnlyList<Workflow> Choose(
        IReadOnlyList<WorkflowTrace> fit, IReadOnlyList<WorkflowTrace> heldOut, IReadOnlyList<WorkflowTrace> all, CancellationToken cancellation = default)
    {
        var judged = TraceLog.Of(heldOut);
        var keyCount = all.SelectMany(trace => trace.Keys).Distinct().Count();
        (ChosenNoise, HeldOutCoverage) = (_options.NoiseLevels.DefaultIfEmpty(0).Min(), double.NaN);
        var fewest = double.PositiveInfinity;
        foreach (var noise in _options.NoiseLevels.Where(_ => judged.TotalWeight > 0).OrderDescending())
        {
            cancellation.ThrowIfCancellationRequested();
            var trial = Mine(fit, noise);
            var bits = CodeLength.Of(trial, judged, keyCount);
            if (bits < fewest)
            {
                var set = new WorkflowSet(trial);
                fewest = bits;
                ChosenNoise = noise;
                HeldOutCoverage = (double)heldOut.Sum(trace => set.Accepts(trace.Keys) ? (long)trace.Count : 0) / judged.TotalWeight;
            }
        }

        return Mine(all, ChosenNoise);
    }

    private (HashSet<int> Kept, int[] Rare) SplitKeys(TraceLog log, double noise)
    {
        var sessions = new Dictionary<int, long>();
        for (var i = 0; i < log.Traces.Count; i++)
        {
            foreach (var key in log.Traces[i].Distinct())
            {
                sessions[key] = sessions.GetValueOrDefault(key) + log.Weights[i];
            }
        }

        var kept = sessions.Where(pair => pair.Value > noise * log.TotalWeight).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(_options.KeyLimit).Select(pair => pair.Key).ToHashSet();
        return (kept, [.. sessions.Keys.Where(key => !kept.Contains(key)).Order()]);
    }

    private static bool AcceptsAll(WorkflowNode root, TraceLog log)
    {
        var automaton = new WorkflowAutomaton(new Workflow { Name = "", Root = root });
        var state = new int[automaton.StateSize];
        return log.Traces.All(trace =>
        {
            Array.Clear(state);
            return LoopBounds.Follow(automaton, state, trace, null);
        });
    }

    private WorkflowNode Name(WorkflowNode node) => node with
    {
        Template = node.Kind == WorkflowNodeKind.Step ? _templateOf(node.Key) : null,
        Children = [.. node.Children.Select(Name)],
    };

    private static string NameOf(WorkflowNode[] steps) => steps.Length == 1
        ? PictureText.Shorten(steps[0].Template!, 60)
        : $"{PictureText.Shorten(steps[0].Template!, 40)} → {PictureText.Shorten(steps[^1].Template!, 40)}";

    // The most frequent sequences where there are too many; of equally frequent ones the shorter first.
    private List<WorkflowTrace> Whole(SessionCorpus corpus, Range sessions)
    {
        var whole = corpus.Weighted(sessions)
            .Where(pair => pair.Sequence.IsWhole && pair.Sequence.Keys.Length <= _options.LengthLimit)
            .Select(pair => new WorkflowTrace(pair.Sequence.Keys, null, pair.Count)).ToList();
        if (whole.Sum(PairsOf) <= _options.PairLimit)
        {
            return whole;
        }

        var pairs = 0L;
        return [.. whole.OrderByDescending(trace => trace.Count).ThenBy(trace => trace.Keys.Length).TakeWhile(trace => (pairs += PairsOf(trace)) <= _options.PairLimit)];

        static long PairsOf(WorkflowTrace trace) => trace.Keys.Distinct().LongCount() is var count ? count * count : 0;
    }

    /// <summary>Replaces one session by each timed session with the same keys.</summary>
    internal static List<WorkflowTrace> WithTimes(List<WorkflowTrace> traces, IReadOnlyList<WorkflowTrace> timed)
    {
        var left = traces.ToDictionary(trace => new LogKeySequence(trace.Keys), trace => trace.Count);
        var known = new List<WorkflowTrace>();
        foreach (var trace in timed)
        {
            if (left.TryGetValue(new LogKeySequence(trace.Keys), out var count) && count > 0)
            {
                left[new LogKeySequence(trace.Keys)] = count - 1;
                known.Add(trace);
            }
        }

        return [.. left.Where(pair => pair.Value > 0).Select(pair => new WorkflowTrace(pair.Key.Keys, null, pair.Value)), .. known];
    }
}
