using System.Globalization;

namespace LogGuard.Workflows.Separation;

/// <summary>
/// Separates the tasks in one stream by the keys that always appear together, without training and without session ids (Du
/// et al., DeepLog, section 4.3.1). Tasks grow from single keys at head and tail, by one key or by a concurrent pair.
/// </summary>
/// <remarks>
/// Two keys are connected if one of them has the other near it in more than τ of its occurrences, <em>in either direction</em>:
/// a key that several tasks share ("VM Resumed") has a task's next key after it in some cases only, but that next key always
/// has the shared key before it. A new key must be connected with every near key that belongs to the task alone; this keeps
/// tasks with a shared key apart.
/// </remarks>
internal sealed class DensitySeparator
{
    /// <summary>Most keys; the matrices take 16 bytes for each pair of keys and distance.</summary>
    internal const int KeyLimit = 512;

    /// <summary>Most unfinished tasks; shared keys make them branch, and the rest is dropped.</summary>
    internal const int TaskLimit = 4096;

    private readonly double _threshold;
    private readonly int _maxDistance;

    /// <param name="threshold">The paper's τ, between 0.5 and 1; 0.85 to 0.95 is its range. At 1 a single foreign line breaks a task.</param>
    /// <param name="maxDistance">The largest distance of a matrix, 2 to 16. Segments shared by two tasks must be shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of range.</exception>
    public DensitySeparator(double threshold = 0.9, int maxDistance = 5)
    {
        if (!(threshold is >= 0.5 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), string.Create(CultureInfo.InvariantCulture, $"The threshold is {threshold}; it must be between 0.5 and 1."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maxDistance, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDistance, 16);
        (_threshold, _maxDistance) = (threshold, maxDistance);
    }

    /// <summary>Finds the tasks.</summary>
    /// <param name="streams">Keys in order of time: one stream, or several independent ones.</param>
    /// <param name="cancellation">Ends it early.</param>
    public IReadOnlyList<SeparatedTask> Separate(IReadOnlyList<int[]> streams, CancellationToken cancellation = default)
    {
        // The most frequent keys where there are too many; the others are removed.
        var keys = streams.SelectMany(stream => stream).CountBy(key => key).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(KeyLimit).Select(pair => pair.Key).ToHashSet();
        // One more than the largest distance: a foreign line between two keys at that distance must not separate them.
        var matrix = new CooccurrenceMatrix([.. streams.Select(stream => Array.FindAll(stream, keys.Contains))], _maxDistance + 1);
        var found = new List<List<int[]>>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<List<int[]>>();
        for (var number = matrix.Keys.Length - 1; number >= 0; number--)
        {
            open.Push([[number]]);
        }

        while (open.TryPop(out var task) && known.Count < TaskLimit)
        {
            cancellation.ThrowIfCancellationRequested();
            var extensions = Extend(matrix, task);
            foreach (var extension in extensions.Where(extension => known.Add(NameOf(extension))))
            {
                open.Push(extension);
            }

            if (extensions.Count == 0 && task.Count > 1)
            {
                found.Add(task);
            }
        }

        return Largest(matrix, found);
    }

    // Extends by one key where possible, at the tail before the head; else by a concurrent pair.
    private List<List<int[]>> Extend(CooccurrenceMatrix matrix, List<int[]> task)
    {
        foreach (var (isPair, atTail) in new[] { (false, true), (false, false), (true, true), (true, false) })
        {
            var extensions = (isPair ? Pairs(matrix, task, atTail) : Singles(matrix, task, atTail))
                .Select(group => atTail ? [.. task, group] : (List<int[]>)[group, .. task]).ToList();
            if (extensions.Count > 0)
            {
                return extensions;
            }
        }

        return [];
    }

    private IEnumerable<int[]> Singles(CooccurrenceMatrix matrix, List<int[]> task, bool atTail) =>
        Enumerable.Range(0, matrix.Keys.Length)
            .Where(key => !task.Any(group => group.Contains(key)) && IsConnected(matrix, task, key, atTail, 1))
            .Select(key => new[] { key });

    // Pairs of keys of which either comes next, in any order: each is seen more often within two places than within one.
    private IEnumerable<int[]> Pairs(CooccurrenceMatrix matrix, List<int[]> task, bool atTail)
    {
        var border = atTail ? task[^1] : task[0];
        if (border.Length > 1)
        {
            yield break;
        }

        var candidates = Enumerable.Range(0, matrix.Keys.Length)
            .Where(key => !task.Any(group => group.Contains(key)) && Near(1, key) > 0 && Near(2, key) > Near(1, key) && IsConnected(matrix, task, key, atTail, 2))
            .ToArray();
        foreach (var left in candidates)
        {
            foreach (var right in candidates)
            {
                if (left < right && Near(1, left) + Near(1, right) > _threshold)
                {
                    yield return [left, right];
                }
            }
        }

        double Near(int distance, int key) => atTail ? matrix.Ahead(distance, border[0], key) : matrix.Back(distance, border[0], key);
    }

    // A shared key occurs elsewhere most of the time and is no evidence here, unless all near keys are shared.
    private bool IsConnected(CooccurrenceMatrix matrix, List<int[]> task, int key, bool atTail, int ownSize)
    {
        var (own, shared, isNextToOne) = (0, 0, false);
        var distance = ownSize - 1;
        for (var i = 0; i < task.Count; i++)
        {
            // The first member of a group has the whole group between itself and the new key. Beyond the nearest group, one
            // foreign line may lie between as well where that group is next to the new key.
            var place = atTail ? task.Count - 1 - i : i;
            distance += task[place].Length;
            if (distance > _maxDistance)
            {
                break;
            }

            var within = isNextToOne ? distance + 1 : distance;
            foreach (var member in task[place])
            {
                var share = atTail
                    ? Math.Max(matrix.Ahead(within, member, key), matrix.Back(within, key, member))
                    : Math.Max(matrix.Back(within, member, key), matrix.Ahead(within, key, member));
                var isShared = IsShared(matrix, task, place, member);
                if (!isShared && share <= _threshold)
                {
                    return false;
                }

                own += isShared ? 0 : 1;
                shared += isShared && share <= _threshold ? 1 : 0;
                isNextToOne |= i == 0 && share > _threshold;
            }
        }

        return own > 0 || shared == 0;
    }

    // Whether the member also occurs without the keys near it in the task.
    private bool IsShared(CooccurrenceMatrix matrix, List<int[]> task, int place, int member)
    {
        foreach (var direction in new[] { 1, -1 })
        {
            var distance = task[place].Length - 1;
            for (var other = place + direction; (uint)other < (uint)task.Count; other += direction)
            {
                distance += task[other].Length;
                if (distance > _maxDistance)
                {
                    break;
                }

                var within = distance + 1;
                foreach (var key in task[other])
                {
                    if ((direction > 0 ? matrix.Ahead(within, member, key) : matrix.Back(within, member, key)) <= _threshold)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    // A task within another was reached from a shared key and is part of it.
    private static List<SeparatedTask> Largest(CooccurrenceMatrix matrix, List<List<int[]>> found)
    {
        var tasks = new List<SeparatedTask>();
        foreach (var task in found.OrderByDescending(task => task.Sum(group => group.Length)))
        {
            var chain = task.Select(group => WorkflowNode.Concurrent([.. group.Select(number => WorkflowNode.Step(matrix.Keys[number]))]));
            var candidate = new SeparatedTask(ChainFolder.Fold([.. chain]));
            if (!tasks.Exists(other => candidate.Keys.All(key => other.Keys.Contains(key))))
            {
                tasks.Add(candidate);
            }
        }

        return tasks;
    }

    private static string NameOf(List<int[]> task) => string.Join('>', task.Select(group => string.Join(',', group)));
}
