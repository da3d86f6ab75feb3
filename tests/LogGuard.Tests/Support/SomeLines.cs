namespace LogGuard.Tests.Support;

/// <summary>Lines that have much in common, so that templates meet, widen and merge.</summary>
internal static class SomeLines
{
    private static readonly string[] Words =
    [
        "open", "close", "read", "write", "from", "to", "user", "Jan", "Mon", "UTC",
        "a.host", "b.host", "c.host", "d.host", "10", "-3", "0.5", "7,", "10.0.0.1", "fe80::1:2",
        "blk_-12", "blk_7", "node1", "node2", "/var/log", "C:\\temp", "x=1", "x=on", "x=off", "x=a.b",
        "y=", "=", "\"quoted\"", "(word)", "<*>", "\uE000", "\uE0FF", "\uD800", "é", "0x1F",
    ];

    /// <summary>One line for each array, one word for each byte; few lengths and beginnings.</summary>
    public static string[] From(byte[][]? lines) =>
        [.. (lines ?? []).Select(line => string.Join(' ', (line ?? []).Take(6).Select((word, place) => Words[word % (place == 0 ? 3 : Words.Length)])))];
}
