using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>The class of each character.</summary>
internal static class CharacterClasses
{
    private static readonly byte[] Classes = MakeClasses();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass Of(char character) =>
        character < 128 ? (CharacterClass)Classes[character]
        : VariableScanner.IsMask(character) ? CharacterClass.Mask
        : CharacterClass.Letter;

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
                _ => CharacterClass.Other,
            });
        }

        return classes;
    }
}
