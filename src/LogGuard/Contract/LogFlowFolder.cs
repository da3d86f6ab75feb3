namespace LogGuard;

/// <summary>
/// Folds sessions into flows: repeated lines, and groups of lines that repeat, become one step with a count. The result depends on the
/// set of sessions only, not on their order.
/// </summary>
internal static class LogFlowFolder
{
    // Longer groups are rarely the lines of one item.
    private const int LongestGroup = 16;

    /// <summary>Folds sessions, each a list of templates; empty ones are left out.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="warnings">The templates that came at level Warning or above.</param>
    public static LogFlow[] Fold(IEnumerable<IReadOnlyList<string>> sessions, IReadOnlySet<string> warnings)
    {
        var folded = sessions.Where(session => session.Count > 0)
            .DistinctBy(session => string.Join(' ', session.Select(LogFlowText.Quote)))
            .Select(session => new LogFlow(Fold([.. session.Select(template => new LogFlowStep(template, [], IsWarning: warnings.Contains(template)))])));
        return [.. folded.GroupBy(flow => flow.First).SelectMany(JoinWorkflow).OrderBy(flow => flow.First, StringComparer.Ordinal).ThenBy(flow => flow.Shape, StringComparer.Ordinal)];
    }

    // A group that repeats in one flow is a group in the others too, where it came once, so that they are the same flow.
    private static IEnumerable<LogFlow> JoinWorkflow(IEnumerable<LogFlow> flows)
    {
        var all = flows.ToList();
        var groups = all.SelectMany(flow => flow.Steps).SelectMany(Groups)
            .DistinctBy(group => group.Shape)
            .OrderByDescending(group => group.Steps.Count).ThenBy(group => group.Shape, StringComparer.Ordinal)
            .ToArray();
        return all.Select(flow => new LogFlow(Fold(groups.Aggregate(flow.Steps.ToList(), GroupOnce))))
            .GroupBy(flow => flow.Shape, StringComparer.Ordinal)
            .Select(same => new LogFlow(same.Select(flow => flow.Steps).Aggregate((first, second) => Join(first, second))));
    }

    private static IEnumerable<LogFlowStep> Groups(LogFlowStep step) =>
        step.Template is null ? step.Steps.SelectMany(Groups).Append(step) : [];

    private static List<LogFlowStep> GroupOnce(List<LogFlowStep> steps, LogFlowStep group)
    {
        var result = new List<LogFlowStep>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (IsSame(steps, i, group.Steps))
            {
                result.Add(new LogFlowStep(null, [.. steps.Skip(i).Take(group.Steps.Count)]));
                i += group.Steps.Count - 1;
            }
            else
            {
                result.Add(steps[i]);
            }
        }

        return result;
    }

    private static List<LogFlowStep> Fold(List<LogFlowStep> steps)
    {
        for (var length = 1; length <= Math.Min(LongestGroup, steps.Count / 2); length++)
        {
            var shorter = FoldOnce(steps, length);
            if (shorter.Count < steps.Count)
            {
                steps = shorter;
                length = 0;
            }
        }

        return steps;
    }

    private static List<LogFlowStep> FoldOnce(List<LogFlowStep> steps, int length)
    {
        var result = new List<LogFlowStep>();
        for (var i = 0; i < steps.Count;)
        {
            IReadOnlyList<LogFlowStep> block = [.. steps.Skip(i).Take(length)];
            var (count, end) = (1, i + length);
            var (least, most) = (block[0].Least, block[0].Most);
            while (IsSame(steps, end, block))
            {
                (least, most) = (least + steps[end].Least, most + steps[end].Most);
                block = length == 1 ? [block[0] with { Steps = Join(block[0].Steps, steps[end].Steps) }] : Join(block, [.. steps.Skip(end).Take(length)]);
                (count, end) = (count + 1, end + length);
            }

            if (count == 1)
            {
                result.Add(steps[i]);
                i++;
                continue;
            }

            result.Add(length == 1 ? block[0] with { Least = least, Most = most } : new LogFlowStep(null, block, count, count));
            i = end;
        }

        return result;
    }

    private static bool IsSame(List<LogFlowStep> steps, int start, IReadOnlyList<LogFlowStep> block)
    {
        if (start + block.Count > steps.Count)
        {
            return false;
        }

        for (var i = 0; i < block.Count; i++)
        {
            if (steps[start + i].Shape != block[i].Shape)
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyList<LogFlowStep> Join(IReadOnlyList<LogFlowStep> first, IReadOnlyList<LogFlowStep> second) =>
    [
        .. first.Zip(second, (one, other) => one with
        {
            Steps = Join(one.Steps, other.Steps),
            Least = Math.Min(one.Least, other.Least),
            Most = Math.Max(one.Most, other.Most),
        }),
    ];
}
