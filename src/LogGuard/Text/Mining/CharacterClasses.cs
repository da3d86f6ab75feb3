using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>The class of each character.</summary>
internal static class CharacterClasses
{
    private static readonly byte[] Classes = MakeClasses();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass Of(char character) =>
        character < 128 ? (CharacterClass)Classes[character] : OfOther(character);

    private static CharacterClass OfOther(char character) =>
        VariableScanner.IsMask(character) ? CharacterClass.Mask

        // Both signs of "micro" begin a unit.
        : character is '\u00B5' or '\u03BC' ? CharacterClass.Letter
        : char.IsDigit(character) ? CharacterClass.Digit
        : char.IsLetter(character) ? CharacterClass.Script
        : CharacterClass.Other;

    private static byte[] MakeClasses()
    {
        var classes = new byte[128];
        for (var character = '\0'; character < 128; character++)
        {
            classes[character] = (byte)(character switch
            {
                >= '0' and <= '9' => CharacterClass.Digit,
                (>= 'a' and <= 'f') or (>= 'A' and <= 'F') => CharacterClass.HexLetter,
                (>= 'g' and <= 'z') or (>= 'G' and <= 'Z') => CharacterClass.Letter,
                '/' or '\\' => CharacterClass.Slash,
                '.' or ',' or ':' or '-' or '_' or '|' or '+' or '~' or '@' => CharacterClass.Joiner,
                '"' or '\'' => CharacterClass.Quote,
                '[' or '(' or '{' => CharacterClass.Bracket,
                '=' => CharacterClass.Equals,
                _ => CharacterClass.Other,
            });
        }

        return classes;
    }
}
