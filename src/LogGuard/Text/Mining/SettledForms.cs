namespace LogGuard.Parsing;

/// <summary>
/// Finds the settled template of a line that differs from it in one place: there the line has a variable of a kind that the template has
/// already, or none where the template has one. The line becomes a further form of the template, whose text and key stay.
/// </summary>
internal sealed class SettledForms(PatternTree tree, double threshold)
{
    // Forms of a template, so that a hostile log cannot make any number of them.
    private const int FormLimit = 16;

    private readonly List<Pattern> _found = [];

    /// <summary>The template and the tokens of its new form; null if it is no form of any.</summary>
    /// <param name="line">The line as literal tokens.</param>
    /// <param name="layer">The layer of the new form.</param>
    public (Template Owner, PatternToken[] Tokens)? Find(PatternToken[] line, int layer)
    {
        if (!Array.Exists(line, token => token.IsValue || IsAbsent(token)))
        {
            return null;
        }

        _found.Clear();
        tree.Neighbours(new Pattern(line, null!, layer), _found);
        Pattern? best = null;
        var place = -1;
        foreach (var pattern in _found)
        {
            var owner = pattern.Owner;
            if (owner is { IsSettled: true, IsFixed: false, Split: null } && owner.Patterns.Count < FormLimit
                && Difference(pattern.Tokens, line) is >= 0 and var at && IsForm(pattern.Tokens, line, at)
                && (best is null || owner.Id < best.Owner.Id))
            {
                (best, place) = (pattern, at);
            }
        }

        if (best is null)
        {
            return null;
        }

        var tokens = (PatternToken[])best.Tokens.Clone();
        for (var i = 0; i < tokens.Length; i++)
        {
            // The types are those that this form has seen.
            tokens[i] = tokens[i] with { Types = [.. tokens[i].Types] };
        }

        ref readonly var own = ref line[place];
        tokens[place] = new PatternToken(TokenKind.Literal, own.Hash, own.KeyHash, own.Traits, tokens[place].Text, tokens[place].Types);

        // No two patterns of a layer may share a line.
        _found.Clear();
        tree.Overlapping(tokens, _found);
        return _found.Exists(pattern => pattern.Layer == layer) ? null : (best.Owner, tokens);
    }

    // The only place whose token a pattern does not cover; -1 if there are more.
    private static int Difference(PatternToken[] pattern, PatternToken[] line)
    {
        var place = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (!pattern[i].Contains(line[i]))
            {
                if (place >= 0)
                {
                    return -1;
                }

                place = i;
            }
        }

        return place;
    }

    private bool IsForm(PatternToken[] pattern, PatternToken[] line, int place)
    {
        ref readonly var old = ref pattern[place];
        ref readonly var own = ref line[place];
        var wasValue = old.IsValue;
        var isValue = own.IsValue;
        if (old.Kind != TokenKind.Literal
            || !((wasValue && isValue && old.IsListInBrackets == own.IsListInBrackets) || (wasValue && IsAbsent(own))
                || (isValue && (IsAbsent(old) || (old.IsWord && !IsDecided(pattern, place) && HasKind(pattern, own))))))
        {
            return false;
        }

        // Enough words must be the same for it to be the same event.
        var (same, all) = (0, 1);
        for (var i = 0; i < line.Length; i++)
        {
            same += i != place && line[i].IsEvidence && pattern[i].Kind != TokenKind.Any ? 1 : 0;
            all += i != place && line[i].IsEvidence ? 1 : 0;
        }

        return same >= threshold * all;
    }

    private static bool IsAbsent(in PatternToken token) =>
        token.Types.Length == 0 && StructureText.IsAbsent(token.Text.Span.Trim("()[]{}<>\"',;:."));

    private static bool HasKind(PatternToken[] pattern, in PatternToken own)
    {
        foreach (var token in pattern)
        {
            foreach (var type in token.Types)
            {
                foreach (var ownType in own.Types)
                {
                    if (IsSameKind(type, ownType))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    // The same type, or two of those that name a thing. A number beside an id, or a duration beside a number, is another kind.
    private static bool IsSameKind(ParameterType one, ParameterType other) => one == other || (IsId(one) && IsId(other));

    private static bool IsId(ParameterType type) => type is ParameterType.Identifier or ParameterType.Hex or ParameterType.Uuid or ParameterType.Address;

    // "status ok" and "status 5" are two events: the word before says that its value decides.
    private static bool IsDecided(PatternToken[] pattern, int place) =>
        pattern[place].KeyHash != 0 || (place > 0 && EventNames.Decides(pattern[place - 1].Text.Span.Trim("()[]{}<>\"',;:.")))
        || (place > 1 && pattern[place - 1].Text.Span is "is" or "=" or ":" or "was" && EventNames.Decides(pattern[place - 2].Text.Span.Trim("()[]{}<>\"',;:.")));
}
