namespace LogGuard.Workflows.Mining;

/// <summary>Finds how the keys of a log fall into parts: one of them, one after another, or side by side.</summary>
/// <remarks>
/// The cuts are those of inductive mining (Leemans, Fahland and van der Aalst, 2013), told from relations counted in
/// sessions: order by "some before some" over the whole session, which interleaving does not blur, instead of by direct
/// succession only. A relation seen in no more than a share of the sessions is taken for noise.
/// </remarks>
internal static class CutFinder
{
    /// <summary>Parts of which each session has one.</summary>
    public static List<int[]> Choice(TraceRelations relations)
    {
        var parts = new Partition(relations.Count);
        ForPairs(relations.Count, (left, right) =>
        {
            if (relations.AreTogether(left, right))
            {
                parts.Join(left, right);
            }
        });
        return ToKeys(relations, parts.ToParts());
    }

    /// <summary>Parts that come one after another, in order.</summary>
    public static List<int[]> Sequence(TraceRelations relations)
    {
        var count = relations.Count;
        var reaches = new bool[count, count];
        for (var left = 0; left < count; left++)
        {
            for (var right = 0; right < count; right++)
            {
                reaches[left, right] = left != right && relations.Precedes(left, right);
            }
        }

        for (var middle = 0; middle < count; middle++)
        {
            for (var left = 0; left < count; left++)
            {
                for (var right = 0; right < count && reaches[left, middle]; right++)
                {
                    reaches[left, right] |= reaches[middle, right];
                }
            }
        }

        // Both ways or neither: no order between them.
        var parts = new Partition(count);
        ForPairs(count, (left, right) =>
        {
            if (reaches[left, right] == reaches[right, left])
            {
                parts.Join(left, right);
            }
        });

        // Parts grown together may have become unordered among each other.
        bool hasChanged;
        do
        {
            hasChanged = false;
            var direction = new Dictionary<(int, int), bool>();
            ForPairs(count, (left, right) =>
            {
                var (first, second) = (parts.Find(left), parts.Find(right));
                if (first != second)
                {
                    var forward = first < second ? reaches[left, right] : reaches[right, left];
                    var pair = (Math.Min(first, second), Math.Max(first, second));
                    if (!direction.TryAdd(pair, forward) && direction[pair] != forward)
                    {
                        hasChanged |= parts.Join(left, right);
                    }
                }
            });
        }
        while (hasChanged);

        var found = parts.ToParts();
        return ToKeys(relations, [.. found.OrderByDescending(part => found.Count(other => other != part && reaches[part[0], other[0]]))]);
    }

    /// <summary>Parts that happen side by side, each of which begins and ends sessions.</summary>
    /// <param name="relations">The relations.</param>
    /// <param name="byOrder">
    /// Whether seeing both orders of two keys is enough. It is where no key repeats; a loop shows both orders as well, and
    /// is told by direct succession.
    /// </param>
    public static List<int[]> Concurrent(TraceRelations relations, bool byOrder)
    {
        var parts = new Partition(relations.Count);
        ForPairs(relations.Count, (left, right) =>
        {
            var areBoth = byOrder
                ? relations.Precedes(left, right) && relations.Precedes(right, left)
                : relations.DirectlyPrecedes(left, right) && relations.DirectlyPrecedes(right, left);
            if (!areBoth)
            {
                parts.Join(left, right);
            }
        });

        // A part that never begins or never ends a session belongs to one that does.
        int[]? open = null;
        foreach (var part in parts.ToParts())
        {
            if (!part.Any(relations.IsStart) || !part.Any(relations.IsEnd))
            {
                open ??= part;
                parts.Join(open[0], part[0]);
            }
        }

        var found = parts.ToParts();
        if (open is not null && found.Count > 1)
        {
            var joined = found.Find(part => part.Contains(open[0]))!;
            if (!joined.Any(relations.IsStart) || !joined.Any(relations.IsEnd))
            {
                parts.Join(joined[0], found.Where(part => part != joined).MaxBy(part => part.Length)![0]);
                found = parts.ToParts();
            }
        }

        return ToKeys(relations, found);
    }

    private static void ForPairs(int count, Action<int, int> visit)
    {
        for (var right = 1; right < count; right++)
        {
            for (var left = 0; left < right; left++)
            {
                visit(left, right);
            }
        }
    }

    private static List<int[]> ToKeys(TraceRelations relations, List<int[]> parts) =>
        [.. parts.Select(part => Array.ConvertAll(part, number => relations.Keys[number]))];
}
