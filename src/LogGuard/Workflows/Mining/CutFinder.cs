namespace LogGuard.Workflows.Mining;

/// <summary>Finds how the keys of a log divide into parts: alternatives, a sequence, or concurrent parts.</summary>
/// <remarks>
/// The cuts are those of inductive mining (Leemans, Fahland and van der Aalst, 2013), found from relations counted in
/// sessions. Order means "some before some" over the whole session, which interleaving does not blur, instead of direct
/// succession only. A relation in no more than the noise share of the sessions is ignored.
/// </remarks>
internal static class CutFinder
{
    /// <summary>Alternatives: each session has keys of one part.</summary>
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

    /// <summary>A sequence of parts, in order.</summary>
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

        // Both orders or neither: the parts are unordered.
        var parts = new Partition(count);
        ForPairs(count, (left, right) =>
        {
            if (reaches[left, right] == reaches[right, left])
            {
                parts.Join(left, right);
            }
        });

        // Merged parts may have become unordered with others.
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

    /// <summary>Concurrent parts, each of which begins and ends sessions.</summary>
    /// <param name="relations">The relations.</param>
    /// <param name="byOrder">
    /// Whether both orders of two keys are enough. They are where no key repeats; a loop has both orders too and is recognized
    /// by direct succession.
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

        // A part that never begins or never ends a session is merged into one that does.
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
