using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>One field and its possible ends: the text that follows it, with and without each optional part.</summary>
/// <remarks>
/// The first occurrence of any end ends the field. Another field, which may begin anywhere, or the end of the line follows
/// every one of them, so a later occurrence cannot fit if the first one does not. The result is that of a regular expression
/// with lazy quantifiers, without backtracking.
/// </remarks>
internal sealed class HeaderFieldReader
{
    // Two for each optional part; see HeaderNotation.
    private const int MaxEndings = 16;

    private readonly Ending[] _endings;
    private readonly SearchValues<char> _firstCharacters;
    private readonly bool _mayEndTheLine;

    private HeaderFieldReader(int field, Ending[] endings, bool isLast, bool isBeforeRest)
    {
        Field = field;
        _endings = endings;
        IsLast = isLast;
        IsBeforeRest = isBeforeRest;
        var first = endings.Select(ending => ending.Literals[0]).Where(literal => literal.Length > 0).Select(literal => literal[0]).ToHashSet();
        _mayEndTheLine = endings.Any(ending => ending.Literals[0].Length == 0) || (isBeforeRest && first.Contains(' '));
        if (first.Contains(' '))
        {
            first.Add('\t');
        }

        _firstCharacters = SearchValues.Create([.. first]);
        TakesRest = isLast && endings is [{ Literals: [""] }];
        IsLetter = !isLast && endings is [{ Literals: [""] }];
        Simple = !isLast && !IsLetter && endings is [{ Literals.Length: 1 }] ? endings[0].Literals[0] : null;
    }

    public int Field { get; }

    /// <summary>Whether the line must end after it.</summary>
    public bool IsLast { get; }

    /// <summary>Whether the next field takes the rest of the line. The rest may be empty, with its blanks trimmed.</summary>
    public bool IsBeforeRest { get; }

    public bool TakesRest { get; }

    /// <summary>Whether it is one letter, right before the next field.</summary>
    public bool IsLetter { get; }

    /// <summary>The text that ends the field, if there is only one.</summary>
    public string? Simple { get; }

    /// <summary>Makes the readers of the fields of a notation without faults.</summary>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="opening">The text before the first field; may be empty.</param>
    public static HeaderFieldReader[] Make(List<HeaderNotation.Token> tokens, out string opening)
    {
        opening = tokens[0].Literal ?? "";
        var fields = Enumerable.Range(0, tokens.Count).Where(i => tokens[i].Field >= 0).ToList();
        var readers = new HeaderFieldReader[fields.Count];
        for (var i = 0; i < fields.Count; i++)
        {
            var isLast = i == fields.Count - 1;
            var between = tokens[(fields[i] + 1)..(isLast ? tokens.Count : fields[i + 1])];
            var isBeforeRest = i == fields.Count - 2 && fields[^1] == tokens.Count - 1;
            readers[i] = new HeaderFieldReader(tokens[fields[i]].Field, Expand(between), isLast, isBeforeRest);
        }

        return readers;
    }

    /// <summary>Finds the end of the field, and the fields of the optional parts that are present.</summary>
    /// <param name="line">The line to its end, trimmed.</param>
    /// <param name="start">The beginning of the field.</param>
    /// <param name="from">Where its end is searched from.</param>
    /// <param name="parts">Receives the fields, without blanks around them.</param>
    /// <param name="next">The beginning of the next field.</param>
    public bool TryFind(ReadOnlySpan<char> line, int start, int from, LineParts parts, out int next)
    {
        next = start;
        if (Simple is not null)
        {
            var end = HeaderText.Find(line, from, Simple, IsBeforeRest, out next);
            if (end >= 0)
            {
                parts.SetField(Field, Bare(line, start, end, next));
            }

            return end >= 0;
        }

        if (IsLetter)
        {
            parts.SetField(Field, LineRange.None);
            if (start >= line.Length || !char.IsLetter(line[start]))
            {
                return false;
            }

            parts.SetField(Field, new LineRange(start, 1));
            next = start + 1;
            return true;
        }

        if (TakesRest)
        {
            parts.SetField(Field, LineRange.Between(start, line.Length));
            next = line.Length;
            return true;
        }

        return TryFindAny(line, start, from, parts, out next);
    }

    private bool TryFindAny(ReadOnlySpan<char> line, int start, int from, LineParts parts, out int next)
    {
        // An end whose inner text does not occur after one place does not occur after a later one either: it is searched
        // once. The same goes up to the place where a bracket closed too early.
        var hopeless = 0;
        Span<int> hopelessUntil = stackalloc int[MaxEndings];
        hopelessUntil.Clear();
        next = start;
        for (var at = from; at <= line.Length; at++)
        {
            var skip = line[at..].IndexOfAny(_firstCharacters);
            if (skip < 0)
            {
                if (!_mayEndTheLine)
                {
                    return false;
                }

                skip = line.Length - at;
            }

            at += skip;
            for (var i = 0; i < _endings.Length; i++)
            {
                if ((hopeless & (1 << i)) != 0 || at < hopelessUntil[i])
                {
                    continue;
                }

                if (TryEnding(line, at, _endings[i], parts, out next, out var isHopeless, ref hopelessUntil[i]))
                {
                    parts.SetField(Field, Bare(line, start, at, next));
                    return true;
                }

                hopeless |= isHopeless ? 1 << i : 0;
            }
        }

        return false;
    }

    private bool TryEnding(ReadOnlySpan<char> line, int at, Ending ending, LineParts parts, out int next, out bool isHopeless, ref int hopelessUntil)
    {
        isHopeless = false;
        var literals = ending.Literals;
        var mayBeCut = IsBeforeRest && literals.Length == 1;
        if (!HeaderText.Matches(line, at, literals[0], mayBeCut, out next) || (IsLast && literals.Length == 1 && next != line.Length))
        {
            return false;
        }

        for (var i = 1; i < literals.Length; i++)
        {
            var start = next;
            var isEnd = IsLast && i == literals.Length - 1;
            if (literals[i].Length == 0)
            {
                // Only the end of the line can end a field without text, as the notation's check ensures.
                parts.SetField(ending.Fields[i - 1], LineRange.Between(start, line.Length));
                next = line.Length;
                return true;
            }

            var end = start - 1;
            do
            {
                end = HeaderText.Find(line, end + 1, literals[i], IsBeforeRest && i == literals.Length - 1, out next);
            }
            while (isEnd && end >= 0 && next != line.Length);

            if (end < 0)
            {
                isHopeless = true;
                ForgetFields(ending, parts);
                return false;
            }

            if (literals[i][0] == ']' && line[start..end].IndexOf("] ") is >= 0 and var closed)
            {
                // A value in brackets ends at its bracket. The text that was found belongs to something later.
                hopelessUntil = start + closed;
                ForgetFields(ending, parts);
                return false;
            }

            parts.SetField(ending.Fields[i - 1], Bare(line, start, end, next));
        }

        return true;
    }

    // A value is padded with blanks where a bracket or a bar surrounds it. loghub keeps blanks before a colon.
    private static LineRange Bare(ReadOnlySpan<char> line, int start, int end, int next)
    {
        if (start == end || (line[start] > ' ' && line[end - 1] > ' ') || (end < next && line[end] == ':'))
        {
            return LineRange.Between(start, end);
        }

        while (start < end && HeaderText.IsBlank(line[start]))
        {
            start++;
        }

        while (end > start && HeaderText.IsBlank(line[end - 1]))
        {
            end--;
        }

        return LineRange.Between(start, end);
    }

    private static void ForgetFields(Ending ending, LineParts parts)
    {
        foreach (var field in ending.Fields)
        {
            parts.SetField(field, LineRange.None);
        }
    }

    // All ways to read the text between two fields, beginning with those with the most optional parts.
    private static Ending[] Expand(List<HeaderNotation.Token> tokens)
    {
        List<List<HeaderNotation.Token>> ways = [[]];
        foreach (var token in tokens)
        {
            ways = token.Part is null
                ? [.. ways.Select(way => (List<HeaderNotation.Token>)[.. way, token])]
                : [.. ways.SelectMany(way => (List<HeaderNotation.Token>[])[[.. way, .. token.Part], way])];
        }

        return [.. ways.Select(way => new Ending(way))];
    }

    private sealed class Ending
    {
        public Ending(List<HeaderNotation.Token> tokens)
        {
            var literals = new List<string> { "" };
            var fields = new List<int>();
            foreach (var token in tokens)
            {
                if (token.Field >= 0)
                {
                    fields.Add(token.Field);
                    literals.Add("");
                }
                else
                {
                    // Two adjacent texts may both bring a blank.
                    var text = literals[^1].EndsWith(' ') ? token.Literal!.TrimStart(' ') : token.Literal;
                    literals[^1] += text;
                }
            }

            Literals = [.. literals];
            Fields = [.. fields];
        }

        /// <summary>The text before, between and after the fields of optional parts.</summary>
        public string[] Literals { get; }

        public int[] Fields { get; }
    }
}
