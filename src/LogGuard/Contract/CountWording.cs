namespace LogGuard;

/// <summary>How an explanation says how often something occurred while learning, such as "once or twice" or "3 to 32 fewer times".</summary>
internal static class CountWording
{
    // Two numbers in a row are named; from three on they are a range.
    private const int FewestInRange = 3;

    /// <summary>Continues "it": how often a line occurred in the sessions learnt from.</summary>
    /// <param name="counts">The counts that occurred, ascending; at least one.</param>
    /// <param name="sessionCount">Number of sessions learnt from.</param>
    public static string Occurred(IReadOnlyList<int> counts, long sessionCount) =>
        counts.Count > 1 ? $"occurred {Times(counts)} {Sessions(sessionCount)}"
        : counts[0] == 0 ? $"never occurred {Sessions(sessionCount)}"
        : $"occurred {Wording.Times(counts[0])} {Sessions(sessionCount, isEach: true)}";

    /// <summary>Continues "it", for a line whose smaller counts are all normal.</summary>
    public static string OccurredAtMost(int count, long sessionCount) =>
        count == 0 ? Occurred([0], sessionCount) : $"occurred at most {Wording.Times(count)} {Sessions(sessionCount)}";

    /// <summary>Continues "it": how much more or less often a line occurred than its partner.</summary>
    /// <param name="differences">The differences that occurred, ascending; at least one.</param>
    /// <param name="sessionCount">Number of sessions learnt from.</param>
    public static string OccurredBeside(IReadOnlyList<int> differences, long sessionCount) =>
        $"occurred {Differences(differences)} {Sessions(sessionCount, isEach: differences.Count == 1)}";

    /// <summary>The sessions learnt from, as a place.</summary>
    public static string Sessions(long count, bool isEach = false) =>
        count == 1 ? "in the one session learnt from" : $"in {(isEach ? "each of " : "")}the {Wording.Number(count)} sessions learnt from";

    private static string Times(IReadOnlyList<int> counts)
    {
        if (counts[0] == 0 && IsRange(counts))
        {
            return $"at most {Wording.Times(counts[^1])}";
        }

        if (counts[^1] <= 2)
        {
            return Join([.. counts.Select(count => Wording.Times(count))]);
        }

        var positive = counts.Where(count => count > 0).ToArray();
        return positive.Length == 1
            ? $"never or {Wording.Times(positive[0])}"
            : $"{Join([.. counts[0] == 0 ? ["never"] : Array.Empty<string>(), .. Numbers(positive)])} times";
    }

    private static string Differences(IReadOnlyList<int> differences)
    {
        var fewer = differences.Where(difference => difference < 0).Select(difference => -(long)difference).Reverse().ToArray();
        var more = differences.Where(difference => difference > 0).Select(difference => (long)difference).ToArray();
        var isRange = IsRange(differences);
        if (fewer.Length > 0 && more.Length > 0 && isRange)
        {
            return $"between {Wording.Number(fewer[^1])} fewer and {Wording.Number(more[^1])} more times";
        }

        var parts = new List<string>();
        if (differences.Contains(0))
        {
            parts.Add("as often");
        }

        AddPart(fewer, "fewer");
        AddPart(more, "more");
        return parts.Count == 2 && (isRange || differences.Count == 2) ? $"{parts[0]} or {parts[1]}" : string.Join(", or ", parts);

        void AddPart(long[] numbers, string direction)
        {
            if (numbers.Length > 0)
            {
                var amount = parts.Count == 1 && isRange && numbers.Length > 1 ? $"up to {Wording.Number(numbers[^1])}" : Join(Numbers(numbers));
                parts.Add($"{amount} {direction} {(numbers is [1] ? "time" : "times")}");
            }
        }
    }

    private static bool IsRange(IReadOnlyList<int> numbers) => (long)numbers[^1] - numbers[0] == numbers.Count - 1;

    private static List<string> Numbers(int[] numbers) => Numbers([.. numbers.Select(number => (long)number)]);

    // Numbers ascending; a run of consecutive ones becomes a range.
    private static List<string> Numbers(long[] numbers)
    {
        var texts = new List<string>();
        for (var first = 0; first < numbers.Length;)
        {
            var last = first;
            while (last + 1 < numbers.Length && numbers[last + 1] == numbers[last] + 1)
            {
                last++;
            }

            if (last - first + 1 >= FewestInRange)
            {
                texts.Add($"{Wording.Number(numbers[first])} to {Wording.Number(numbers[last])}");
            }
            else
            {
                texts.AddRange(numbers[first..(last + 1)].Select(Wording.Number));
            }

            first = last + 1;
        }

        return texts;
    }

    private static string Join(IReadOnlyList<string> texts) => texts.Count == 1 ? texts[0] : $"{string.Join(", ", texts.SkipLast(1))} or {texts[^1]}";
}
