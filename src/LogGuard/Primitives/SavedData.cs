using System.Diagnostics.CodeAnalysis;

namespace LogGuard.Primitives;

/// <summary>Checks the content of saved data. A checksum detects only alterations.</summary>
internal static class SavedData
{
    /// <exception cref="InvalidDataException">The condition is not met.</exception>
    public static void Require([DoesNotReturnIf(false)] bool isMet, string fault)
    {
        if (!isMet)
        {
            throw new InvalidDataException(fault);
        }
    }

    /// <summary>Reads a count.</summary>
    /// <param name="reader">Reads the data.</param>
    /// <param name="most">The largest count that is possible.</param>
    /// <param name="holder">Whose count it is and the verb, such as "a sample holds", for the message.</param>
    /// <exception cref="InvalidDataException">It is negative or too large.</exception>
    public static int ReadCount(BinaryReader reader, int most, string holder)
    {
        var count = reader.Read7BitEncodedInt();
        return count >= 0 && count <= most ? count : throw new InvalidDataException($"{holder} {count} where at most {most} is possible");
    }

    /// <summary>Whether each value is greater than the one before it.</summary>
    public static bool IsAscending<T>(IReadOnlyCollection<T> values)
        where T : IComparable<T> => values.Zip(values.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0);

    /// <summary>Whether ticks are those of a time.</summary>
    public static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
}
