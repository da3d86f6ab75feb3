namespace LogGuard.Parsing;

/// <summary>Reads numbers, names and the text between them, from left to right.</summary>
internal ref struct CharacterCursor(ReadOnlySpan<char> text)
{
    public readonly ReadOnlySpan<char> Text = text;

    /// <summary>The place of the next character.</summary>
    public int At;

    // The decimals behind a dot, comma or colon. A dot without decimals is skipped before the zone.
    public long ReadFractionBehindMark()
    {
        var mark = CharacterAt(At);
        if (mark is not ('.' or ',' or ':'))
        {
            return 0;
        }

        if (IsDigit(CharacterAt(At + 1)))
        {
            At++;
            return ReadFraction();
        }

        At += mark == '.' && CharacterAt(At + 1) is 'Z' or 'z' ? 1 : 0;
        return 0;
    }

    // The ticks of the decimals here. Those beyond the seventh are less than a tick.
    public long ReadFraction()
    {
        long ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        for (; At < Text.Length && IsDigit(Text[At]); At++)
        {
            unit /= 10;
            ticks += (Text[At] - '0') * unit;
        }

        return ticks;
    }

    public bool TryReadNumber(int least, int most, out int number)
    {
        number = 0;
        var read = 0;
        while (read < most && At < Text.Length && IsDigit(Text[At]))
        {
            number = (number * 10) + (Text[At++] - '0');
            read++;
        }

        return read >= least;
    }

    public bool TryReadMonth(out int month)
    {
        if (!MonthNames.TryRead(Text[Math.Min(At, Text.Length)..], out month, out var length))
        {
            return false;
        }

        At += length;
        return true;
    }

    public bool TrySkip(char character)
    {
        if (CharacterAt(At) != character)
        {
            return false;
        }

        At++;
        return true;
    }

    public bool Skip()
    {
        At++;
        return true;
    }

    // Between date and time: blanks with a comma or "at", T, a hyphen, an underscore, or a colon.
    public bool SkipBetween()
    {
        var hasComma = TrySkip(',');
        if (SkipBlanks())
        {
            if (CharacterAt(At) == 'a' && CharacterAt(At + 1) == 't' && CharacterAt(At + 2) == ' ')
            {
                At += 3;
            }

            return true;
        }

        return hasComma || TrySkip('T') || TrySkip('t') || TrySkip('-') || TrySkip('_') || TrySkip(':');
    }

    public bool SkipBlanks()
    {
        var start = At;
        while (At < Text.Length && Text[At] is ' ' or '\t' or '\u00A0' or '\u202F')
        {
            At++;
        }

        return At > start;
    }

    public readonly bool IsEnd() => At >= Text.Length || !char.IsLetterOrDigit(Text[At]);

    public readonly char CharacterAt(int index) => index < Text.Length ? Text[index] : '\0';

    public static bool IsDigit(char character) => character is >= '0' and <= '9';
}
