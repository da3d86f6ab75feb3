namespace LogGuard.Workflows.Separation;

/// <summary>
/// Separates tasks by the predictions of a key model (Du et al., DeepLog, section 4.2.1). A task grows key by key while the
/// prediction is certain; an uncertain prediction is repeated with a longer history. Where it stays uncertain, the candidates
/// are concurrent if they appear one after another and the prediction becomes certain behind them; otherwise the task ends
/// and each candidate begins a task. A short task that only ever follows one other task is a branch of it.
/// </summary>
/// <remarks>
/// The history never reaches back beyond the beginning of the task: with enough history every prediction becomes certain, since
/// the history identifies the single run.
/// </remarks>
internal sealed class PredictionSeparator
{
    /// <summary>The probability from which a prediction is certain. Lines of background threads keep it below 1.</summary>
    internal const double Certain = 0.9;

    /// <summary>Keys with a smaller probability are noise and no candidates. Each of 20 equally likely tasks is still a candidate.</summary>
    internal const double CandidateFloor = 0.04;

    /// <summary>Most keys of a task that becomes a branch of the only task before it (the paper's "very few").</summary>
    internal const int ShortBranch = 3;

    /// <summary>Most keys of a task, and of a concurrent group.</summary>
    internal const int TaskLengthLimit = 128, GroupLimit = 8;

    /// <summary>Most tasks.</summary>
    internal const int TaskLimit = 256;

    private readonly INextKeyPredictor _oracle;

    public PredictionSeparator(INextKeyPredictor oracle) => _oracle = oracle;

    /// <summary>Finds the tasks that can be reached from a key, and from the ends of the tasks found.</summary>
    /// <param name="firstKeys">Keys that tasks begin with, such as the first key of the log. A key within a task does as well.</param>
    /// <param name="cancellation">Ends it early.</param>
    public IReadOnlyList<SeparatedTask> Separate(ReadOnlySpan<int> firstKeys, CancellationToken cancellation = default)
    {
        var grown = new Dictionary<int, GrownTask>();
        var open = new Queue<int>(firstKeys.ToArray());
        while (open.TryDequeue(out var first) && grown.Count < TaskLimit)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!grown.ContainsKey(first))
            {
                var task = Grow(first);
                grown.Add(first, task);
                foreach (var next in task.Next)
                {
                    open.Enqueue(next);
                }
            }
        }

        AttachBranches(grown);
        var tasks = new List<SeparatedTask>();
        foreach (var task in grown.Values.Select(task => new SeparatedTask(ChainFolder.Fold(task.Links))).OrderByDescending(task => task.Keys.Length))
        {
            // A task that was entered in its middle is the end of another.
            if (task.Keys.Length > 1 && !tasks.Exists(other => task.Keys.All(key => other.Keys.Contains(key))))
            {
                tasks.Add(task);
            }
        }

        return tasks;
    }

    private GrownTask Grow(int first)
    {
        var task = new GrownTask(first);
        var history = new List<int> { first };
        while (history.Count < TaskLengthLimit)
        {
            var chances = Resolve(history);
            if (chances.Count == 0)
            {
                break;
            }

            if (chances[0].Probability >= Certain)
            {
                // The task begins again, so it has ended.
                if (chances[0].Key == first)
                {
                    task.Next.Add(first);
                    break;
                }

                Append(chances[0].Key);
                continue;
            }

            // A key that the task already has leads back into a loop; the other candidates leave the loop.
            var candidates = Candidates(chances);
            var ways = candidates.FindAll(key => !history.Contains(key));
            if (FindGroup(history, candidates) is { } order)
            {
                task.Links.Add(WorkflowNode.Concurrent([.. order.Order().Select(key => WorkflowNode.Step(key))]));
                history.AddRange(order);
            }
            else if (ways.Count == 1 && ways.Count < candidates.Count && !candidates.Contains(first))
            {
                Append(ways[0]);
            }
            else
            {
                task.Next.AddRange(candidates.FindAll(key => key == first || !history.Contains(key)));
                break;
            }
        }

        return task;

        void Append(int key)
        {
            task.Links.Add(WorkflowNode.Step(key));
            history.Add(key);
        }
    }

    // The prediction of the shortest history that makes it certain; otherwise of the longest history with a prediction.
    private IReadOnlyList<NextKeyChance> Resolve(List<int> history)
    {
        IReadOnlyList<NextKeyChance> best = [];
        Span<int> window = stackalloc int[Math.Min(history.Count, _oracle.MaxHistory)];
        for (var length = 1; length <= window.Length; length++)
        {
            for (var i = 0; i < length; i++)
            {
                window[i] = history[history.Count - length + i];
            }

            var chances = _oracle.Predict(window[..length]);
            if (chances.Count > 0 && chances[0].Probability >= Certain)
            {
                return chances;
            }

            best = chances.Count > 0 ? chances : best;
        }

        return best;
    }

    private static List<int> Candidates(IReadOnlyList<NextKeyChance> chances) =>
        [.. chances.Where(chance => chance.Probability >= CandidateFloor).Select(chance => chance.Key)];

    // Concurrent keys: after each only the others come until all have come, and all orders continue alike.
    private List<int>? FindGroup(List<int> history, List<int> candidates)
    {
        if (candidates.Count is < 2 or > GroupLimit)
        {
            return null;
        }

        List<int>? after = null;
        List<int>? first = null;
        foreach (var candidate in candidates)
        {
            var order = new List<int> { candidate };
            var path = new List<int>(history) { candidate };
            while (order.Count < candidates.Count)
            {
                var next = Candidates(Resolve(path));
                if (next.Count == 0 || next.Count > candidates.Count - order.Count || next.Exists(key => order.Contains(key) || !candidates.Contains(key)))
                {
                    return null;
                }

                order.Add(next[0]);
                path.Add(next[0]);
            }

            var then = Candidates(Resolve(path));
            if (after is not null && !then.Exists(after.Contains) && then.Count + after.Count > 0)
            {
                return null;
            }

            after ??= then;
            first ??= order;
        }

        return first;
    }

    // "If the new task has very few log keys and always appears after a particular task, we treat it as part of an if-else
    // branch of it." Where the branches join in the same keys again, these keys belong to the task as well.
    private static void AttachBranches(Dictionary<int, GrownTask> grown)
    {
        // From the last found to the first, so that nested branches come first.
        foreach (var task in grown.Values.Reverse().ToArray())
        {
            var branches = task.Next
                .Where(next => next != task.First && grown.ContainsKey(next) && grown.Values.Count(other => other.Next.Contains(next)) == 1)
                .Select(next => grown[next]).ToArray();
            var common = branches.Length == task.Next.Count && branches.Length > 1 ? CommonEnd(branches) : 0;
            var isWhole = common > 0 && Array.TrueForAll(branches, branch => branch.Links.Count - common <= ShortBranch);
            if (isWhole)
            {
                var end = branches[0].Links[^common..];
                var ways = branches.Select(branch => branch.Links[..^common]).ToArray();
                var choice = WorkflowNode.Choice([.. ways.Where(way => way.Count > 0).Select(way => WorkflowNode.Sequence(way))]);
                task.Links.Add(Array.Exists(ways, way => way.Count == 0) ? WorkflowNode.Optional(choice) : choice);
                task.Links.AddRange(end);
            }
            else
            {
                branches = Array.FindAll(branches, branch => branch.Links.Count <= ShortBranch);
                if (branches.Length == 0)
                {
                    continue;
                }

                var choice = WorkflowNode.Choice([.. branches.Select(branch => WorkflowNode.Sequence(branch.Links))]);
                task.Links.Add(branches.Length < task.Next.Count ? WorkflowNode.Optional(choice) : choice);
            }

            foreach (var branch in branches)
            {
                grown.Remove(branch.First);
                task.Next.Remove(branch.First);
                task.Next.AddRange(branch.Next.Except(task.Next).ToArray());
            }
        }
    }

    private static int CommonEnd(GrownTask[] tasks)
    {
        var common = 0;
        while (tasks.All(task => task.Links.Count > common)
            && tasks.All(task => task.Links[^(common + 1)].ToShortText() == tasks[0].Links[^(common + 1)].ToShortText()))
        {
            common++;
        }

        return common;
    }

    private sealed class GrownTask(int first)
    {
        public int First { get; } = first;

        public List<WorkflowNode> Links { get; } = [WorkflowNode.Step(first)];

        /// <summary>The keys predicted behind its end.</summary>
        public List<int> Next { get; } = [];
    }
}
