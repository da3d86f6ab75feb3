namespace LogGuard.Parsing;

/// <summary>Finds paths and URLs in a token.</summary>
internal static class PathText
{
    /// <summary>The end of the URL or the path on a drive that begins with a run of letters; -1 without one.</summary>
    public static int EndOfUrl(ReadOnlySpan<char> token, int start, TokenRun run)
    {
        var rest = token[run.End..];
        var isUrl = rest.StartsWith("://", StringComparison.Ordinal);
        var isDrive = run.Length == 1 && rest.StartsWith(":\\", StringComparison.Ordinal);
        return isUrl || isDrive ? start + LengthOfPath(token[start..]) : -1;
    }

    /// <summary>The end of the path that begins at a slash; -1 without one.</summary>
    /// <remarks>A path begins a token or follows punctuation. "and/or" is no path, and "/10.0.0.1" is an address.</remarks>
    public static int EndOf(ReadOnlySpan<char> token, int start)
    {
        if (start + 1 >= token.Length || (start > 0 && (char.IsLetterOrDigit(token[start - 1]) || token[start - 1] is '/' or ')' or ']' or '>')))
        {
            return -1;
        }

        var second = token[start + 1];
        return char.IsLetter(second) || second is '.' or '_' or '~' or '-' or '\\' ? start + LengthOfPath(token[start..]) : -1;
    }

    private static int LengthOfPath(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAny(",;\"'()[]{}<>|=");
        length = length < 0 ? rest.Length : length;
        if (rest[..length].Contains('?'))
        {
            // The query belongs to the address.
            length = rest.IndexOfAny("\"'()[]{}<>|");
            length = length < 0 ? rest.Length : length;
        }

        while (length > 1 && rest[length - 1] is '.' or ':' or '!' or '?' or ',' or ';')
        {
            length--;
        }

        return length;
    }
}
