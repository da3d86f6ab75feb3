namespace LogGuard.Parsing;

/// <summary>
/// Mends text that loggers write and that is nearly JSON: numbers that are none (NaN, Infinity), halves of surrogate pairs,
/// unescaped control characters, and escapes that JSON does not know.
/// </summary>
internal static class JsonMender
{
    // A number that is none gets two quotes, and an escape a second backslash.
    private const int MaxGrowth = 3;

    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "Infinity"u8.ToArray(), "-Infinity"u8.ToArray()];

    /// <summary>Mends the UTF-8 of a line.</summary>
    /// <param name="parts">Holds the UTF-8.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>False if there is nothing that it can mend.</returns>
    public static bool TryMend(LineParts parts, ref int length)
    {
        var from = parts.Utf8.AsSpan(0, length);
        var to = new byte[(length * MaxGrowth) + 1];
        var (written, isText, isMended) = (0, false, false);
        for (var at = 0; at < from.Length;)
        {
            var taken = isText ? TakeInText(from[at..], to.AsSpan(written), out var made) : TakeOutside(from[at..], to.AsSpan(written), out made);
            isMended |= taken != made || !from.Slice(at, taken).SequenceEqual(to.AsSpan(written, made));
            isText ^= taken == 1 && from[at] == '"';
            at += taken;
            written += made;
        }

        if (isMended)
        {
            parts.Utf8 = to;
            length = written;
        }

        return isMended;
    }

    private static int TakeOutside(ReadOnlySpan<byte> from, Span<byte> to, out int made)
    {
        foreach (var word in Words)
        {
            if (from.StartsWith(word))
            {
                made = word.Length + 2;
                to[0] = (byte)'"';
                word.CopyTo(to[1..]);
                to[made - 1] = (byte)'"';
                return word.Length;
            }
        }

        made = 1;
        to[0] = from[0];
        return 1;
    }

    private static int TakeInText(ReadOnlySpan<byte> from, Span<byte> to, out int made)
    {
        made = 1;
        to[0] = from[0] < ' ' ? (byte)' ' : from[0];
        if (from[0] != '\\' || from.Length == 1)
        {
            return 1;
        }

        if (from[1] == 'u' && TryReadUnit(from, out var unit))
        {
            // Both halves of a pair are one character.
            made = char.IsHighSurrogate(unit) && from.Length > 6 && TryReadUnit(from[6..], out var low) && char.IsLowSurrogate(low) ? 12 : 6;
            from[..made].CopyTo(to);
            if (made == 6 && char.IsSurrogate(unit))
            {
                "\\ufffd"u8.CopyTo(to);
            }

            return made;
        }

        var isKnown = "\"\\/bfnrt"u8.Contains(from[1]);
        made = isKnown ? 2 : 3;
        to[1] = (byte)'\\';
        to[made - 1] = from[1] < ' ' ? (byte)' ' : from[1];
        return 2;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> from, out char unit)
    {
        unit = '\0';
        if (from.Length < 6 || from[0] != '\\' || from[1] != 'u')
        {
            return false;
        }

        foreach (var digit in from[2..6])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            unit = (char)((unit << 4) | Convert.ToInt32(((char)digit).ToString(), 16));
        }

        return true;
    }
}
