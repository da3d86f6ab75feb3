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

    private readonly Dictionary<ulong, List<Pattern>> _byIdentity = [];

    /// <summary>Takes a pattern that was added, or drops one that was removed.</summary>
    public void Change(Pattern pattern, bool isAdded)
    {
        if (pattern.Object is not { } own)
        {
            return;
        }

        ref var patterns = ref CollectionsMarshal.GetValueRefOrAddDefault(_byIdentity, own.Identity, out _);
        patterns ??= [];
        if (isAdded)
        {
            patterns.Add(pattern);
        }
        else if (patterns.Remove(pattern) && patterns.Count == 0)
        {
            _byIdentity.Remove(own.Identity);
        }
    }

    /// <summary>The template of a line that fits none; null if it is no form of any.</summary>
    /// <param name="line">The line as literal tokens.</param>
    /// <param name="respectSettled">Whether a settled template takes no names that it has not had.</param>
    public Template? Find(PatternToken[] line, bool respectSettled)
    {
        if (line.Length == 0 || line[0].Text.Span is not ['{', ..] || ObjectText.Of(line) is not { } own || !_byIdentity.TryGetValue(own.Identity, out var patterns))
        {
            return null;
        }

        Template? best = null;
        foreach (var pattern in patterns)
        {
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
