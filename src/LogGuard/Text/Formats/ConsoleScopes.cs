using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>Reads scopes as the console formatters of ASP.NET Core write them: <c>=&gt; scope =&gt; another one</c>.</summary>
internal static class ConsoleScopes
{
    private const string Mark = "=> ";
    private const string Separator = " => ";

    private static readonly SearchValues<char> Separators = SearchValues.Create(" ,");

    // The scopes of the host and of the framework. Their values hold no blanks.
    private static readonly string[] HostNames =
    [
        "SpanId", "TraceId", "ParentId", "TraceFlags", "TraceState", "ConnectionId", "TransportConnectionId", "RequestId", "RequestPath", "ActionId", "ActionName",
    ];

    /// <summary>Whether a text begins with scopes.</summary>
    public static bool Begin(ReadOnlySpan<char> text) => text.StartsWith(Mark);

    /// <summary>The message behind scopes on the same line. Where the last scope's end cannot be told, the message includes it.</summary>
    /// <param name="text">The text that the range lies in.</param>
    /// <param name="line">The scopes and the message.</param>
    public static LineRange MessageIn(ReadOnlySpan<char> text, LineRange line)
    {
        var last = line.Of(text).LastIndexOf(Separator);
        var start = last < 0 ? line.Start + Mark.Length : line.Start + last + Separator.Length;
        var rest = HeaderText.Trim(text, start, line.End);
        for (var known = rest; known.Length > 0;)
        {
            var end = known.Of(text).IndexOf(' ');
            var word = end < 0 ? known.Of(text) : known.Of(text)[..end];
            if (!IsHostScope(word) && !IsTypeName(word))
            {
                return known;
            }

            known = end < 0 ? LineRange.Between(known.End, known.End) : HeaderText.Trim(text, known.Start + end, known.End);
        }

        // No message is left: the last scope is all that there is.
        return rest;
    }

    /// <summary>Reads the named values of scopes as properties, such as <c>TraceId:65a0b1c2</c>.</summary>
    /// <param name="text">The text that the range lies in.</param>
    /// <param name="scopes">The scopes.</param>
    /// <param name="parts">Receives the properties, and the trace id.</param>
    public static void Read(ReadOnlySpan<char> text, LineRange scopes, LineParts parts)
    {
        for (var at = scopes.Start; at < scopes.End;)
        {
            var length = text[at..scopes.End].IndexOfAny(Separators);
            var word = LineRange.Between(at, length < 0 ? scopes.End : at + length);
            var colon = word.Of(text).IndexOf(':');
            if (colon > 0 && colon + 1 < word.Length && IsName(word.Of(text)[..colon]))
            {
                var value = LineRange.Between(word.Start + colon + 1, word.End);
                parts.AddProperty(parts.Names.Get(word.Of(text)[..colon]), value);
                parts.TraceId = word.Of(text)[..colon] is "TraceId" ? value : parts.TraceId;
            }

            at = word.End + 1;
        }
    }

    private static bool IsHostScope(ReadOnlySpan<char> word)
    {
        var colon = word.IndexOf(':');
        foreach (var name in HostNames)
        {
            if (colon > 0 && word[..colon].SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    // A scope without a text of its own, such as System.Collections.Generic.Dictionary`2[System.String,System.Object].
    private static bool IsTypeName(ReadOnlySpan<char> word) => word.EndsWith("]") && word.IndexOf('`') > 0;

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return char.IsLetter(text[0]);
    }
}
