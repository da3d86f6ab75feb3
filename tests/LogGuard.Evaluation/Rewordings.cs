namespace LogGuard.EvaluationRuns;

/// <summary>
/// Rewrites templates as LogRobust's study does (Zhang et al., ESEC/FSE 2019, section 4.2): a word is replaced by a synonym, added, removed,
/// or comes in another place. The rules were written down before anything was measured with them.
/// </summary>
internal static class Rewordings
{
    /// <summary>Fewest different rewordings of a template.</summary>
    public const int Count = 3;

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["received"] = "obtained", ["receiving"] = "obtaining", ["served"] = "delivered", ["serving"] = "delivering", ["deleting"] = "removing",
        ["delete"] = "remove", ["removing"] = "deleting", ["verification"] = "validation", ["succeeded"] = "passed", ["transmitted"] = "sent",
        ["transfer"] = "send", ["starting"] = "launching", ["added"] = "appended", ["adding"] = "appending", ["terminating"] = "finishing",
        ["exception"] = "error", ["ask"] = "request", ["replicate"] = "copy", ["changing"] = "updating", ["updated"] = "refreshed", ["got"] = "received",
        ["size"] = "length", ["existing"] = "present", ["writing"] = "storing", ["reopen"] = "open", ["failed"] = "unable", ["packet"] = "datagram",
    };

    private static readonly string[] Additions = ["now", "successfully", "internally", "request", "event", "here"];

    /// <summary>All rewordings of a template, which differ from all others.</summary>
    /// <param name="template">The template.</param>
    /// <param name="number">Its number, which seeds the rules.</param>
    /// <param name="taken">Templates that are taken; the rewordings are added.</param>
    /// <param name="settings">How many rewordings, by which seed, and how many changes each has.</param>
    public static string[] Of(string template, int number, HashSet<string> taken, RenamesSettings settings)
    {
        var random = new Random(1_000 + number + (settings.Seed * 1_000_003));
        var found = new string[Math.Max(Count, settings.Draws)];
        for (var i = 0; i < found.Length; i++)
        {
            var words = template.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
            for (var change = 0; change < settings.Changes; change++)
            {
                Apply((number + i + settings.Seed + change) % 4, words, random);
            }

            while (!taken.Add(string.Join(' ', words)))
            {
                Apply(1, words, random);
            }

            found[i] = string.Join(' ', words);
        }

        return found;
    }

    private static void Apply(int rule, List<string> words, Random random)
    {
        var plain = Enumerable.Range(0, words.Count).Where(i => !words[i].Contains('{', StringComparison.Ordinal)).ToList();
        var known = plain.Where(i => Synonyms.ContainsKey(words[i])).ToList();
        switch (rule)
        {
            case 0 when known.Count > 0:
                var replaced = known[random.Next(known.Count)];
                words[replaced] = Synonyms[words[replaced]];
                break;
            case 2 when plain.Count > 1:
                words.RemoveAt(plain[random.Next(plain.Count)]);
                break;
            case 3 when plain.Count > 1:
                var moved = plain[random.Next(plain.Count)];
                var word = words[moved];
                words.RemoveAt(moved);
                words.Insert(random.Next(words.Count + 1), word);
                break;
            default:
                words.Insert(random.Next(words.Count + 1), Additions[random.Next(Additions.Length)]);
                break;
        }
    }
}
