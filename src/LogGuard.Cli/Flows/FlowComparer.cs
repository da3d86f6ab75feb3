using LogGuard.Workflows;

namespace LogGuard.Cli.Flows;

/// <summary>Compares the workflows of two models.</summary>
internal static class FlowComparer
{
    // Flows with fewer steps in common are different flows.
    private const double LeastSimilarity = 0.3;

    // A smaller difference of an average is none: half of it comes by chance in some dozen sessions.
    private const double LeastCountChange = 0.1;
    private const double LeastCountRatio = 0.2;
    private const double LeastTimeRatio = 1.5;
    private const int FewTimes = 20;

    private static readonly TimeSpan LeastTimeChange = TimeSpan.FromMilliseconds(2);

    public static FlowDiff Compare(string before, IReadOnlyList<Workflow> first, string after, IReadOnlyList<Workflow> second)
    {
        var pairs = new List<FlowPair>();
        var rest = second.ToList();
        foreach (var workflow in first)
        {
            var best = rest.Select(other => (Other: other, Likeness: Similarity(workflow, other))).Where(entry => entry.Likeness >= LeastSimilarity)
                .OrderByDescending(entry => entry.Likeness).Select(entry => entry.Other).FirstOrDefault();
            if (best is not null)
            {
                rest.Remove(best);
            }

            pairs.Add(best is null ? OneSided(workflow, FlowChangeKind.Gone) : Compare(workflow, best));
        }

        pairs.AddRange(rest.Select(workflow => OneSided(workflow, FlowChangeKind.New)));
        return new FlowDiff(before, after, pairs);
    }

    private static double Similarity(Workflow first, Workflow second)
    {
        var (left, right) = (FlowStep.Of(first).Select(step => step.Template).ToHashSet(), FlowStep.Of(second).Select(step => step.Template).ToHashSet());
        return (double)left.Intersect(right).Count() / Math.Max(1, left.Union(right).Count());
    }

    private static FlowPair OneSided(Workflow workflow, FlowChangeKind kind)
    {
        var steps = FlowStep.Of(workflow);
        var (before, after) = kind == FlowChangeKind.Gone ? (workflow.SessionCount, 0L) : (0L, workflow.SessionCount);
        return new FlowPair(
            workflow.Name, before, after, [.. steps.Select(step => new FlowChange(kind, step.Template, kind == FlowChangeKind.Gone ? "the whole flow is gone" : "the whole flow is new"))],
            [.. steps.Select(step => new FlowRow(step.Template, kind))]);
    }

    private static FlowPair Compare(Workflow first, Workflow second)
    {
        var (before, after) = (FlowStep.Of(first), FlowStep.Of(second));
        var (old, current) = (before.ToDictionary(step => step.Template), after.ToDictionary(step => step.Template));
        var changes = new List<FlowChange>();
        changes.AddRange(before.Where(step => !current.ContainsKey(step.Template)).Select(step => new FlowChange(FlowChangeKind.Gone, step.Template, $"was in {Percent(step.Share)} of the sessions")));
        changes.AddRange(after.Where(step => !old.ContainsKey(step.Template)).Select(step => new FlowChange(FlowChangeKind.New, step.Template, $"is in {Percent(step.Share)} of the sessions")));
        changes.AddRange(Reordered(first, second, [.. before.Select(step => step.Template).Where(current.ContainsKey)], [.. after.Select(step => step.Template).Where(old.ContainsKey)]));
        foreach (var step in after.Where(step => old.ContainsKey(step.Template)))
        {
            changes.AddRange(Measured(old[step.Template], step));
        }

        return new FlowPair(second.Name, first.SessionCount, second.SessionCount, changes, Align(before, after, changes));
    }

    // The steps outside the longest common order that contradict a fixed order.
    private static IEnumerable<FlowChange> Reordered(Workflow first, Workflow second, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (old, current) = (new FlowOrder(first), new FlowOrder(second));
        var kept = StepAlignment.LongestCommon(before, after).ToHashSet(StringComparer.Ordinal);
        foreach (var step in after.Where(step => !kept.Contains(step)))
        {
            var passed = after.FirstOrDefault(other => (old.IsBefore(step, other) && current.IsBefore(other, step)) || (old.IsBefore(other, step) && current.IsBefore(step, other)));
            if (passed is not null)
            {
                yield return new FlowChange(FlowChangeKind.Reordered, step, $"{(current.IsBefore(step, passed) ? "now comes before" : "now comes after")} \"{passed}\"");
            }
        }
    }

    private static IEnumerable<FlowChange> Measured(FlowStep before, FlowStep after)
    {
        var difference = Math.Abs(after.Mean - before.Mean);
        if (difference > LeastCountChange && difference > LeastCountRatio * before.Mean)
        {
            yield return new FlowChange(FlowChangeKind.Count, after.Template, FormattableString.Invariant($"{before.Mean:0.##} times in a session, now {after.Mean:0.##}"));
        }

        if (before.Elapsed is { Count: >= FewTimes } old && after.Elapsed is { Count: >= FewTimes } current
            && (current.Median - old.Median).Duration() >= LeastTimeChange
            && Math.Max(current.Median.TotalSeconds, old.Median.TotalSeconds) >= LeastTimeRatio * Math.Min(current.Median.TotalSeconds, old.Median.TotalSeconds))
        {
            yield return new FlowChange(FlowChangeKind.Time, after.Template, $"took {Time(old.Median)}, now {Time(current.Median)} (medians)");
        }
    }

    private static IReadOnlyList<FlowRow> Align(IReadOnlyList<FlowStep> before, IReadOnlyList<FlowStep> after, List<FlowChange> changes)
    {
        // A moved step stands at its new place.
        var current = after.Select(step => step.Template).ToHashSet(StringComparer.Ordinal);
        var kinds = changes.GroupBy(change => change.Template).ToDictionary(group => group.Key, group => group.Min(change => change.Kind));
        var rows = new List<FlowRow>();
        var next = 0;
        var old = before.Select(step => step.Template).ToArray();
        foreach (var step in after)
        {
            var place = Array.IndexOf(old, step.Template);
            for (; place >= 0 && next <= place; next++)
            {
                AddIfGone(old[next]);
            }

            rows.Add(new FlowRow(step.Template, kinds.TryGetValue(step.Template, out var kind) ? kind : null));
        }

        for (; next < old.Length; next++)
        {
            AddIfGone(old[next]);
        }

        return rows;

        void AddIfGone(string template)
        {
            if (!current.Contains(template))
            {
                rows.Add(new FlowRow(template, FlowChangeKind.Gone));
            }
        }
    }

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.#} %");

    private static string Time(TimeSpan time) => time.TotalSeconds >= 1
        ? FormattableString.Invariant($"{time.TotalSeconds:0.##} s") : FormattableString.Invariant($"{time.TotalMilliseconds:0.##} ms");
}
