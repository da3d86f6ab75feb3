using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds the variables in a token by their form: numbers, hexadecimal numbers, addresses, UUIDs, dates, serial numbers,
/// paths. It goes from one run of letters and digits to the next, and reads each character once or twice.
/// </summary>
internal static class VariableScanner
{
    /// <summary>
    /// The first of the characters that stand for a custom mask each. They are of the private use area, which no real text
    /// uses.
    /// </summary>
    public const char FirstMask = '\uE000';

    /// <summary>Stands for a variable in the text of a template.</summary>
    public const char Marker = '\uE0FF';

    /// <summary>True for a character that stands for a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMask(char character) => (uint)(character - FirstMask) <= Marker - FirstMask;

    /// <summary>Passes the parts of a token to a sink.</summary>
    /// <param name="text">The token and the rest of the line, or the token alone.</param>
    /// <param name="end">The end of the token; that of a value which contains blanks is further on.</param>
    /// <param name="mode">The variables to find.</param>
    /// <param name="traits">The role of the token in its line.</param>
    /// <param name="steps">The budget of the line, see <see cref="StructureText.StepsFor"/>.</param>
    /// <param name="sink">Receives the parts.</param>
    /// <returns>Whether the text between the variables contains letters: then it identifies an event.</returns>
    public static bool Scan<TSink>(ReadOnlySpan<char> text, ref int end, MaskMode mode, TokenTraits traits, ref int steps, ref TSink sink)
        where TSink : IVariableSink, allows ref struct
    {
        var parts = new VariableFinder(text, end, mode, traits, ref steps);
        while (parts.Next())
        {
            if (parts.Start > parts.Literal)
            {
                sink.Literal(parts.Literal, parts.Start - parts.Literal);
            }

            sink.Variable(parts.Start, parts.VariableEnd - parts.Start);
        }

        end = parts.End;
        if (parts.Literal < end)
        {
            sink.Literal(parts.Literal, end - parts.Literal);
        }

        return parts.HasLetters;
    }
}
