namespace LogGuard.Parsing;

/// <summary>Reads the name of a month or of a day of the week, in English or as a program in another language abbreviates it.</summary>
internal static class MonthNames
{
    private const int MaxLength = 10;

    /// <summary>The month that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="length">The length of the name.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out int month, out int length)
    {
        (month, length) = (0, 3);
        if (text.Length < 3)
        {
            return false;
        }

        month = (Lower(text[0]), Lower(text[1]), Lower(text[2])) switch
        {
            ('j', 'a', 'n') => 1,
            ('f', 'e', 'b') => 2,
            ('m', 'a', 'r') => 3,
            ('a', 'p', 'r') => 4,
            ('m', 'a', 'y') => 5,
            ('j', 'u', 'n') => 6,
            ('j', 'u', 'l') => 7,
            ('a', 'u', 'g') => 8,
            ('s', 'e', 'p') => 9,
            ('o', 'c', 't') => 10,
            ('n', 'o', 'v') => 11,
            ('d', 'e', 'c') => 12,
            _ => 0,
        };
        if (month > 0 && (text.Length == 3 || !char.IsLetter(text[3])))
        {
            return true;
        }

        return TryReadLong(text, ref month, out length);
    }

    /// <summary>The day of the week that a text begins with, as a whole or its first three letters.</summary>
    public static bool TryReadDay(ReadOnlySpan<char> text, out int length)
    {
        length = WordLength(text);
        foreach (var day in DateNames.Days)
        {
            if (length >= 3 && length <= day.Length && (length == 3 || length == day.Length || length == 4)
                && text[..length].Equals(day.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadLong(ReadOnlySpan<char> text, ref int month, out int length)
    {
        length = WordLength(text);
        var word = text[..length];
        if (month > 0 && (word.Equals(DateNames.Months[month - 1], StringComparison.OrdinalIgnoreCase) || word.Equals("sept", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        month = length is < 3 or > MaxLength ? 0 : OfOtherLanguage(word);
        return month > 0;
    }

    private static int OfOtherLanguage(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[MaxLength];
        return lower[..word.ToLowerInvariant(lower)] switch
        {
            "ene" or "gen" or "janv" or "januar" or "januari" or "janvier" => 1,
            "fév" or "févr" or "fev" or "februar" or "februari" or "février" => 2,
            "mär" or "märz" or "maerz" or "mrt" or "mars" or "maart" or "marzo" or "março" => 3,
            "abr" or "avr" or "avril" or "abril" or "aprile" => 4,
            "mai" or "mei" or "maj" or "mag" or "mayo" or "maio" or "maggio" => 5,
            "juin" or "juni" or "junio" or "junho" or "giu" => 6,
            "juil" or "juli" or "julio" or "julho" or "lug" or "juillet" => 7,
            "ago" or "août" or "aout" or "agosto" or "augusti" => 8,
            "set" or "septembre" or "septiembre" => 9,
            "okt" or "ott" or "out" or "oktober" or "octobre" or "octubre" or "ottobre" or "outubro" => 10,
            "novembre" or "noviembre" or "novembro" => 11,
            "dez" or "dic" or "déc" or "dezember" or "décembre" or "diciembre" or "dicembre" or "dezembro" => 12,
            _ => 0,
        };
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= MaxLength && char.IsLetter(text[length]))
        {
            length++;
        }

        return length;
    }

    private static char Lower(char character) => (char)(character | 0x20);
}
