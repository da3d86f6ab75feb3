namespace LogGuard.Parsing;

/// <summary>Finds the objects on one line: two writers of one file, or a line end that was lost, put several there.</summary>
internal static class JsonObjects
{
    /// <summary>The end of the first object of a line that goes on with another one; -1 for any other line.</summary>
    public static int EndOfFirst(ReadOnlySpan<char> line)
    {
        var start = line.Length - line.TrimStart(" \t\uFEFF").Length;
        if (start == line.Length || line[start] != '{' || !MayHoldTwo(line))
        {
            return -1;
        }

        // Only quotes and braces count: whether an object is valid is up to the format.
        var (depth, isText) = (0, false);
        for (var at = start; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '\\' when isText:
                    at++;
                    break;
                case '"':
                    isText = !isText;
                    break;
                case '{' when !isText:
                    depth++;
                    break;
                case '}' when !isText && --depth == 0:
                    return line[(at + 1)..].TrimStart(" \t,").StartsWith('{') ? at + 1 : -1;
            }
        }

        return -1;
    }

    // Nearly all lines hold neither.
    private static bool MayHoldTwo(ReadOnlySpan<char> line) =>
        line.IndexOf("}{") >= 0 || line.IndexOf("} {") >= 0 || line.IndexOf("},{") >= 0 || line.IndexOf("}, {") >= 0;
}
