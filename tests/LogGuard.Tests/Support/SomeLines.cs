namespace LogGuard.Tests.Support;

/// <summary>Lines that have much in common, so that templates meet, widen and merge.</summary>
internal static class SomeLines
{
    private static readonly string[] Words =
    [
        "a.host", "b.host", "x=a.b", "x=c.d", "open", "shut", "10", "7,", "c.host", "x=on", "x=off", "y=a.b",
        "read", "write", "from", "user", "Jan", "Mon", "UTC", "-3", "10.0.0.1", "fe80::1:2", "blk_-12", "node1",
        "/var/log", "C:\\temp", "x=1", "y=", "=", "\"quoted\"", "(word)", "<*>", "\uE000", "\uE0FF", "\uD800", "é", "0x1F",
    ];

    /// <summary>
    /// One line for each array, one word for each byte: three or four of them, half of them of a few words that meet often.
    /// </summary>
    public static string[] From(byte[][]? lines) => [.. (lines ?? []).Select(line => Line(line ?? []))];

    private static string Line(byte[] bytes)
    {
        var length = bytes.Length % 5 == 0 ? bytes.Length % 7 : 3 + (bytes.Length & 1);
        return string.Join(' ', Enumerable.Range(0, length).Select(place =>
        {
            var word = place < bytes.Length ? bytes[place] : 0;
            return Words[word < 128 ? word % 6 : word % Words.Length];
        }));
    }
}
