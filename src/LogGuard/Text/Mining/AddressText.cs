namespace LogGuard.Parsing;

/// <summary>Finds network and mail addresses in a token.</summary>
internal static class AddressText
{
    /// <summary>
    /// The end of the IPv6 or hardware address that begins at a place, with its zone, its prefix length or its IPv4 ending; -1 without one.
    /// </summary>
    public static int EndOfColonHex(ReadOnlySpan<char> text, int start)
    {
        var colons = 0;
        var digits = 0;
        var group = 0;
        var pairs = 0;
        var index = start;
        for (; index < text.Length; index++)
        {
            var character = text[index];
            if (char.IsAsciiHexDigit(character))
            {
                digits += char.IsAsciiDigit(character) ? 1 : 0;
                group++;
                if (group > 4)
                {
                    return -1;
                }
            }
            else if (character == ':' && colons < 8)
            {
                var isPair = index + 1 < text.Length && text[index + 1] == ':';
                if (isPair)
                {
                    pairs++;
                    colons++;
                    index++;
                }
                else if (index + 1 == text.Length || !char.IsAsciiHexDigit(text[index + 1]))
                {
                    break;
                }

                colons++;
                group = 0;
            }
            else
            {
                break;
            }
        }

        if (index < text.Length && text[index] == '.' && pairs == 1)
        {
            // An IPv4 address in the last groups: "::ffff:203.0.113.5".
            while (index < text.Length && (char.IsAsciiDigit(text[index]) || (text[index] == '.' && index + 1 < text.Length && char.IsAsciiDigit(text[index + 1]))))
            {
                index++;
            }
        }

        if (colons < 2 || pairs > 1 || (digits == 0 && pairs == 0) || (pairs == 1 && digits == 0 && index - start > 2))
        {
            return -1;
        }

        // A word before "::" is the scope of a name in C++ or Rust.
        if (index < text.Length && char.IsLetterOrDigit(text[index]))
        {
            return -1;
        }

        if (index + 1 < text.Length && text[index] == '%' && char.IsLetterOrDigit(text[index + 1]))
        {
            for (index++; index < text.Length && char.IsAsciiLetterOrDigit(text[index]); index++)
            {
            }
        }

        if (index + 1 < text.Length && text[index] == '/' && char.IsAsciiDigit(text[index + 1]))
        {
            for (index++; index < text.Length && char.IsAsciiDigit(text[index]); index++)
            {
            }
        }

        return index;
    }

    /// <summary>The end of the address in brackets that begins at a place, with its port: <c>[2001:db8::1]:443</c>; -1 without one.</summary>
    public static int EndOfBracketed(ReadOnlySpan<char> text, int start)
    {
        if (start + 4 >= text.Length || !(char.IsAsciiHexDigit(text[start + 1]) || text[start + 1] == ':'))
        {
            return -1;
        }

        var end = EndOfColonHex(text, start + 1);
        if (end < 0 || end + 1 >= text.Length || text[end] != ']' || text[end + 1] != ':')
        {
            return -1;
        }

        var port = end + 2;
        while (port < text.Length && char.IsAsciiDigit(text[port]))
        {
            port++;
        }

        return port > end + 2 ? port : -1;
    }

    /// <summary>The end of the mail address that begins at a place; -1 without one.</summary>
    public static int EndOfMail(ReadOnlySpan<char> text, int start)
    {
        var sign = text[start..].IndexOf('@');
        if (sign < 1 || start + sign + 3 >= text.Length)
        {
            return -1;
        }

        foreach (var character in text.Slice(start, sign))
        {
            if (!char.IsLetterOrDigit(character) && character is not ('.' or '_' or '-' or '+' or '%'))
            {
                return -1;
            }
        }

        // The domain's name has a dot between letters.
        var end = start + sign + 1;
        var dots = 0;
        for (; end < text.Length; end++)
        {
            if (text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))
            {
                dots++;
            }
            else if (!char.IsLetterOrDigit(text[end]) && text[end] != '-')
            {
                break;
            }
        }

        return dots > 0 && char.IsLetter(text[start + sign + 1]) | char.IsAsciiDigit(text[start + sign + 1]) && char.IsLetter(text[end - 1]) ? end : -1;
    }
}
