namespace LogGuard.Workflows.Mining;

/// <summary>
/// Mines a workflow's tree from a log by cutting the log recursively: choice, sequence, concurrency, loop. Each key becomes
/// one step, in a loop where it repeats. Where no cut fits, the keys become a concurrent group, which accepts any order.
/// Loops are unbounded here; <see cref="LoopBounds"/> bounds them.
/// </summary>
/// <param name="noise">Largest share of the sessions, 0..1, with a relation that is ignored; 0 ignores nothing.</param>
/// <param name="findsLoops">Whether loops over several keys are searched for.</param>
internal sealed class TreeMiner(double noise, bool findsLoops)
{
    /// <summary>Mines the tree; null for an empty log.</summary>
    public WorkflowNode? Mine(TraceLog log)
    {
        if (log.EmptyWeight == log.TotalWeight)
        {
            return null;
        }

        if (log.EmptyWeight > 0)
        {
            // Almost no session skips it, or almost no session has it.
            if (log.TotalWeight - log.EmptyWeight <= noise * log.TotalWeight)
            {
                return null;
            }

            var node = Mine(log.WithoutEmpty());
            return node is null || log.EmptyWeight <= noise * log.TotalWeight || MayBeNothing(node) ? node : WorkflowNode.Optional(node);
        }

        var relations = new TraceRelations(log, noise);
        if (relations.Count == 1)
        {
            var step = WorkflowNode.Step(relations.Keys[0]);
            return relations.Repeats(0) ? WorkflowNode.Loop(step) : step;
        }

        return MineChoice(log, relations) ?? MineSequence(log, relations) ?? MineConcurrent(log, relations, byOrder: false)
            ?? MineRepetition(log, relations);
    }

    private static bool MayBeNothing(WorkflowNode node) => node.Kind switch
    {
        WorkflowNodeKind.Step => false,
        WorkflowNodeKind.Optional => true,
        WorkflowNodeKind.Choice => node.Children.Any(MayBeNothing),
        _ => node.Children.All(MayBeNothing),
    };

    private WorkflowNode? MineChoice(TraceLog log, TraceRelations relations)
    {
        var parts = CutFinder.Choice(relations);
        if (parts.Count < 2)
        {
            return null;
        }

        // A session with keys of two parts is noise; it goes to the part with more of its keys.
        var logs = parts.ConvertAll(_ => new TraceLog());
        for (var i = 0; i < log.Traces.Count; i++)
        {
            var trace = log.Traces[i];
            var part = Enumerable.Range(0, parts.Count).MaxBy(number => trace.Count(key => parts[number].Contains(key)));
            logs[part].Add(Array.FindAll(trace, key => parts[part].Contains(key)), log.Weights[i]);
        }

        var children = logs.Where(part => part.TotalWeight > noise * log.TotalWeight).Select(Mine).OfType<WorkflowNode>().ToArray();
        return children.Length == 0 ? null : WorkflowNode.Choice(children);
    }

    private WorkflowNode? MineSequence(TraceLog log, TraceRelations relations)
    {
        var parts = CutFinder.Sequence(relations);
        if (parts.Count < 2)
        {
            return null;
        }

        parts = JoinOptional(log, parts);
        if (parts.Count < 2)
        {
            return null;
        }

        var children = parts.Select(part => Mine(log.Project(part.Contains))).OfType<WorkflowNode>().ToArray();
        return children.Length == 0 ? null : WorkflowNode.Sequence(children);
    }

    // Neighbours that always happen together are one optional part, not two.
    private List<int[]> JoinOptional(TraceLog log, List<int[]> parts)
    {
        var joined = new List<int[]> { parts[0] };
        foreach (var part in parts.Skip(1))
        {
            var (onlyLeft, onlyRight, neither) = (0L, 0L, 0L);
            for (var i = 0; i < log.Traces.Count; i++)
            {
                var hasLeft = log.Traces[i].Any(joined[^1].Contains);
                var hasRight = log.Traces[i].Any(part.Contains);
                onlyLeft += hasLeft && !hasRight ? log.Weights[i] : 0;
                onlyRight += hasRight && !hasLeft ? log.Weights[i] : 0;
                neither += !hasLeft && !hasRight ? log.Weights[i] : 0;
            }

            var tolerance = noise * log.TotalWeight;
            if (neither > tolerance && Math.Min(onlyLeft, onlyRight) <= tolerance)
            {
                joined[^1] = [.. joined[^1], .. part];
            }
            else
            {
                joined.Add(part);
            }
        }

        // One part with all keys: nothing was cut and nothing is empty, so this cannot happen.
        return joined.Count == 1 ? parts : joined;
    }

    private WorkflowNode? MineConcurrent(TraceLog log, TraceRelations relations, bool byOrder)
    {
        var parts = CutFinder.Concurrent(relations, byOrder || !Enumerable.Range(0, relations.Count).Any(relations.Repeats));
        return parts.Count < 2 ? null : Unordered(log, parts);
    }

    // Fits for any parts: each is mined from its own projection of the log.
    private WorkflowNode? Unordered(TraceLog log, List<int[]> parts)
    {
        var children = parts.Select(part => Mine(log.Project(part.Contains))).OfType<WorkflowNode>().ToArray();
        return children.Length == 0 ? null : WorkflowNode.Concurrent(children);
    }

    // Keys repeat without an order: a loop over them, or threads that repeat each, whichever describes the sessions in fewer
    // bits.
    private WorkflowNode? MineRepetition(TraceLog log, TraceRelations relations)
    {
        var starts = relations.Keys.Where((_, number) => relations.IsStart(number)).ToHashSet();
        var ends = relations.Keys.Where((_, number) => relations.IsEnd(number)).ToHashSet();
        WorkflowNode?[] candidates =
        [
            MineConcurrent(log, relations, byOrder: true),
            Unordered(log, [.. relations.Keys.Select(key => new[] { key })]),

            // Iterations begin and end with the keys that sessions begin and end with.
            MineIterations(log, (before, after) => ends.Contains(before) && starts.Contains(after)),

            // Iterations begin where the only first key returns.
            starts.Count == 1 ? MineIterations(log, (before, after) => starts.Contains(after) && !starts.Contains(before)) : null,
        ];
        return candidates.OfType<WorkflowNode>().MinBy(candidate => Bits(candidate, log, relations.Count));
    }

    private double Bits(WorkflowNode root, TraceLog log, int keyCount) =>
        CodeLength.Of(new WorkflowAutomaton(new Workflow { Name = "", Root = LoopBounds.Apply(root, log, noise) }), log, keyCount);

    private WorkflowNode? MineIterations(TraceLog log, Func<int, int, bool> isBorder)
    {
        var iterations = new TraceLog();
        for (var i = 0; i < log.Traces.Count; i++)
        {
            var trace = log.Traces[i];
            var begin = 0;
            for (var position = 1; position <= trace.Length; position++)
            {
                if (position == trace.Length || isBorder(trace[position - 1], trace[position]))
                {
                    iterations.Add(trace[begin..position], log.Weights[i]);
                    begin = position;
                }
            }
        }

        return findsLoops && iterations.TotalWeight > log.TotalWeight && Mine(iterations) is { } body ? WorkflowNode.Loop(body) : null;
    }
}
