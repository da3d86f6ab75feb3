using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds the template of a JSON object that has other names, with the same message or event: a name that is absent is a value that is not
/// there. The line becomes a further form of the template, whose text and key stay.
/// </summary>
internal sealed class ObjectForms
{
    // Forms of a template, so that a hostile log cannot make any number of them.
    private const int FormLimit = 64;

    // Forms that a line is compared with, the newest: a message has a few sets of names. More come from a log whose names vary without end,
    // and each of its lines would be compared with all before it. Most are told apart by one number, in a nanosecond.
    private const int CompareLimit = 256;

    private readonly Dictionary<ulong, PatternSet> _byIdentity = [];

    /// <summary>The comparisons of names so far.</summary>
    internal long CompareCount { get; private set; }

    /// <summary>Takes a pattern that was added, or drops one that was removed.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        if (pattern.Object is not { } own)
        {
            return;
        }

        ref var patterns = ref CollectionsMarshal.GetValueRefOrAddDefault(_byIdentity, own.Identity, out _);
        patterns ??= new PatternSet();
        patterns.Change(pattern, isAdded);
        if (patterns.Count == 0)
        {
            _byIdentity.Remove(own.Identity);
        }
    }

    /// <summary>The template of a line that fits none; null if it is no form of any.</summary>
    /// <param name="line">The line as an object; null if it is none.</param>
    /// <param name="respectSettled">Whether a settled template takes no names that it has not had.</param>
    public Template? Find(ObjectText? line, bool respectSettled)
    {
        if (line is not { } own || !_byIdentity.TryGetValue(own.Identity, out var patterns))
        {
            return null;
        }

        Template? best = null;
        foreach (var pattern in patterns.Items[^Math.Min(patterns.Count, CompareLimit)..])
        {
            CompareCount++;
            var owner = pattern.Owner;
            if (owner is { IsFixed: false, Split: null } && owner.Patterns.Count < FormLimit && own.MayBe(pattern.Object!, respectSettled && owner.IsSettled)
                && (best is null || owner.Id < best.Id))
            {
                best = owner;
            }
        }

        return best;
    }
}
