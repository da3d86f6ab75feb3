using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>Makes one token of words that belong together: lists, dates, numbers with their units, dumps of bytes.</summary>
internal static class TokenFolder
{
    // Two bytes may be two short words.
    private const int LeastBytes = 4;

    private static readonly ulong UserHash = TokenHash.Of("user");

    private static readonly ulong ListHash = TokenHash.AddVariable(TokenHash.Seed);

    /// <summary>Adds a token without variables, which may belong to the one before.</summary>
    /// <returns>The number of tokens.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddWord(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        ref var last = ref tokens[count - 1];
        if (last.Hash == UserHash)
        {
            token.Hash = ListHash;
            token.Traits = TokenTraits.Variable | TokenTraits.Pure | TokenTraits.Rest;
            return count + 1;
        }

        // The last character of the token before is in the cache already.
        return (last.Traits & TokenTraits.Pure) != 0 || token.Length == 2 || line[last.Start + last.Length - 1] == ','
            ? AddFolded(line, tokens, count)
            : count + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AddFolded(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        ref var last = ref tokens[count - 1];
        var text = line.Slice(token.Start, token.Length);
        if (FoldUnit(line, tokens, count))
        {
            return count;
        }

        if (text.Length == 2 && FoldBytes(line, tokens, count) is >= 0 and var folded)
        {
            return folded;
        }

        // A list of words after a colon has any number of them: "members: ann, bob". Their number is no reason for another template.
        if (line[last.Start + last.Length - 1] == ',' && (last.Traits & ~TokenTraits.Words) == 0
            && ((last.Traits & TokenTraits.Words) != 0 || (count > 1 && line[tokens[count - 2].Start + tokens[count - 2].Length - 1] == ':')))
        {
            last.Length = token.Start + token.Length - last.Start;
            last.Hash = TokenHash.Combine(last.Hash, token.Hash);
            last.Traits |= TokenTraits.Words;
            return count;
        }

        return count + 1;
    }

    /// <summary>Adds a token that was examined, which may belong to a list.</summary>
    /// <returns>The number of tokens.</returns>
    public static int AddVariable(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        if ((token.Traits & TokenTraits.Variable) == 0)
        {
            // "(5 ms)" and "5 \u00B5s"
            return FoldUnit(line, tokens, count) ? count : count + 1;
        }

        if (token.Length == 2 && FoldBytes(line, tokens, count) is >= 0 and var folded)
        {
            return folded;
        }

        // A list of elements is one token, whatever its length, so that each length does not create a template.
        ref var last = ref tokens[count - 1];
        if ((token.Traits & last.Traits & TokenTraits.Item) != 0)
        {
            Fold(ref last, token, ListHash, TokenTraits.Item);
            return count;
        }

        if (last.Hash == token.Hash)
        {
            Fold(ref last, token, token.Hash, token.Traits);
            return count;
        }

        return count + 1;
    }

    /// <summary>
    /// Whether a token begins with the value of the name before it: quoted or in brackets after a colon, the last word in brackets after a name
    /// and a colon, quoted text after an equals sign, or a list after IN.
    /// </summary>
    /// <returns><see cref="TokenTraits.Value"/>; <see cref="TokenTraits.Text"/> for quoted text whose name says that it is the message; or none.</returns>
    public static TokenTraits RoleOf(ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens, int count)
    {
        ref readonly var token = ref tokens[count];
        ref readonly var last = ref tokens[count - 1];
        var end = last.Start + last.Length;
        var first = line[token.Start];
        switch (line[end - 1])
        {
            case ':' or '\uFF1A':
                return first is '"' or '\'' or '[' or '{' or '(' || (end > 1 && line[end - 2] is '"' or '\'') || ClosesBracket(line.Slice(token.Start, token.Length))
                    ? RoleAfterName(line, end, first)
                    : TokenTraits.None;
            case '=':
                return first is '\'' or '"' && last.Length == 1 ? TokenTraits.Value : TokenTraits.None;
            default:
                return first == '(' && last.Length == 2 && line[(end - 2)..end] is "IN" or "in" ? TokenTraits.Value : TokenTraits.None;
        }
    }

    private static TokenTraits RoleAfterName(ReadOnlySpan<char> line, int end, char first)
    {
        var name = EventNames.Before(line, end > 1 && line[end - 2] is '"' or '\'' ? end - 2 : end - 1);
        if (name.IsEmpty)
        {
            return TokenTraits.None;
        }

        // "Train type: ZhiDa" names a thing; "type: login" says what happened.
        var isThing = name is "Type" or "type" or "Kind" or "kind" && end > name.Length + 2 && char.IsLetterOrDigit(line[end - name.Length - 3]);
        return isThing || !EventNames.Decides(name) ? TokenTraits.Value
            : first is '"' or '\'' ? TokenTraits.Text
            : TokenTraits.None;
    }

    /// <summary>The index of the token in which the date begins that a token continues; otherwise that of the token.</summary>
    /// <remarks>"Fri Jun 17 07:07:00 2005" is one variable, also without the day of the week or the year.</remarks>
    public static int DateStart(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        ref var last = ref tokens[count - 1];
        if (!char.IsAsciiDigit(line[token.Start]) || last.Length < 3 || (last.Traits & TokenTraits.Variable) != 0
            || line[last.Start + last.Length - 1] is not (',' or (>= 'a' and <= 'z')))
        {
            return count;
        }

        var start = WordStart(line, last);
        var word = line[start..(last.Start + last.Length)].TrimEnd(',');
        if (!DateNames.IsMonth(word) && !DateNames.IsDay(word))
        {
            return count;
        }

        var first = count - 1;
        if (first > 0 && start == last.Start)
        {
            ref var before = ref tokens[first - 1];
            var day = WordStart(line, before);
            if (DateNames.IsDay(line[day..(before.Start + before.Length)].TrimEnd(',')))
            {
                (first, start) = (first - 1, day);
            }
        }

        if (DateText.EndOf(line, start) <= token.Start)
        {
            return count;
        }

        tokens[first].Length = token.Start + token.Length - tokens[first].Start;
        tokens[first].Traits = tokens[first].Start == 0 ? TokenTraits.First : TokenTraits.None;
        return first;
    }

    // "CheckDate:Sun"
    private static int WordStart(ReadOnlySpan<char> line, in LineToken token)
    {
        var start = token.Start + token.Length;
        start -= line[start - 1] == ',' ? 1 : 0;
        while (start > token.Start && char.IsAsciiLetter(line[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static void Fold(ref LineToken row, in LineToken next, ulong hash, TokenTraits traits)
    {
        row.Length = next.Start + next.Length - row.Start;
        row.Hash = hash;
        row.Traits = traits | TokenTraits.Variable | TokenTraits.Pure | TokenTraits.List;
    }

    // "00 1f a3 b2" is a dump of bytes. The tokens before may be a list already, of those bytes that are numbers.
    private static int FoldBytes(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        var start = tokens[count].Start - 3 * (LeastBytes - 1);
        if (start < 0 || (start > 0 && line[start - 1] != ' '))
        {
            return -1;
        }

        var hasDigit = false;
        for (var at = start; at <= tokens[count].Start; at += 3)
        {
            if (!char.IsAsciiHexDigit(line[at]) || !char.IsAsciiHexDigit(line[at + 1]) || (at < tokens[count].Start && line[at + 2] != ' '))
            {
                return -1;
            }

            hasDigit |= char.IsAsciiDigit(line[at]) || char.IsAsciiDigit(line[at + 1]);
        }

        if (!hasDigit)
        {
            return -1;
        }

        // A list has all bytes before already: looking at them again for each byte takes time in the square of their number.
        ref readonly var last = ref tokens[count - 1];
        var isGoingOn = (last.Traits & TokenTraits.List) != 0 && last.Start <= start;

        // Bytes without a digit came before.
        while (!isGoingOn && start >= 3 && char.IsAsciiHexDigit(line[start - 3]) && char.IsAsciiHexDigit(line[start - 2]) && (start == 3 || line[start - 4] == ' '))
        {
            start -= 3;
        }

        var first = count;
        while (first > 0 && tokens[first].Start > start)
        {
            first--;
        }

        ref var row = ref tokens[first];
        if (row.Start != start && (row.Traits & TokenTraits.List) == 0)
        {
            return -1;
        }

        Fold(ref row, tokens[count], ListHash, TokenTraits.Item);
        return first + 1;
    }

    private static bool FoldUnit(ReadOnlySpan<char> line, Span<LineToken> tokens, int count)
    {
        ref readonly var token = ref tokens[count];
        ref var last = ref tokens[count - 1];
        if ((last.Traits & (TokenTraits.Pure | TokenTraits.Value | TokenTraits.List | TokenTraits.Unit)) != TokenTraits.Pure
            || !UnitText.IsSign(line.Slice(token.Start, token.Length)) || !IsNumber(line.Slice(last.Start, last.Length)))
        {
            return false;
        }

        var end = token.Start + token.Length;
        last.Length = end - last.Start;
        last.Traits = (last.Traits & TokenTraits.First) | TokenTraits.Unit;
        var steps = StructureText.StepsFor(last.Length);
        LineScanner.Describe(line[last.Start..end], hasEquals: false, MaskMode.All, ref last, ref steps);
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("(<>~[");
        return text.Length > 0 && char.IsAsciiDigit(text[^1]) && (text[0] is '-' or '+' || char.IsAsciiDigit(text[0])) && !text[1..].ContainsAnyExcept("0123456789.,");
    }

    // A bracket closes at the end that none opened before.
    private static bool ClosesBracket(ReadOnlySpan<char> text)
    {
        if (text[^1] is not (']' or ')' or '}' or '.' or ',' or ';' or ':'))
        {
            return false;
        }

        var bare = text.TrimEnd(".,;:");
        return bare.Length > 1 && bare[^1] is ']' or ')' or '}' && !text.ContainsAny("[({") && char.IsLetterOrDigit(text[0]);
    }
}
