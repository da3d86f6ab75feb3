namespace LogGuard.Models.Values;

/// <summary>
/// Tells by a parameter's name that its numbers are names, or parts of a date, and no quantity, whatever their distribution:
/// <c>RemotePort</c>, <c>BuildVersion</c>, <c>Year</c>. The last word says what a number is, as in <c>PortCount</c>.
/// </summary>
internal static class IdentifierName
{
    private static readonly string[] Words =
    [
        "id", "ids", "guid", "key", "port", "pid", "tid", "process", "thread", "host", "node", "server", "shard", "partition", "address", "ip",
        "version", "build", "revision", "release", "major", "minor", "patch", "code", "status", "number", "no", "nr",
        "year", "month", "day", "hour", "minute", "date", "week", "weekday", "quarter", "timestamp",
    ];

    /// <summary>Whether the last word of the name is of an identifier. In a text log it is the word before the number.</summary>
    public static bool Is(string name)
    {
        var end = name.IndexOf('<');
        var own = name.AsSpan(0, end < 0 ? name.Length : end).TrimEnd(" _-.:=#[(");
        var start = own.Length;
        while (start > 0 && char.IsLetter(own[start - 1])
            && (start == own.Length || !char.IsUpper(own[start]) || char.IsUpper(own[start - 1])))
        {
            start--;
        }

        // A rate such as RequestsPerHour is a quantity.
        var last = own[start..];
        if (own[..start].TrimEnd(" _-.").EndsWith("per", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var word in Words)
        {
            if (last.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
