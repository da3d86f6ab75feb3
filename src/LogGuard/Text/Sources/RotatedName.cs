using System.Text;

namespace LogGuard.Parsing;

/// <summary>
/// The name of a rotated file: that of the log with a number or a date added, such as <c>app.log.1</c>, <c>app-20240506.log.gz</c>
/// and <c>2024-05-06.app.log</c>.
/// </summary>
/// <param name="Key">The common part of the names of one rotation.</param>
/// <param name="Numbers">The numbers in the name, from left to right.</param>
internal sealed record RotatedName(string Key, IReadOnlyList<string> Numbers)
{
    // Words that rotation adds. Any other word is the name of another log: app-error.log is none of app.log.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "old", "bak", "backup", "prev", "previous", "last", "orig", "save", "archive", "archived", "rotated", "part", "p", "v", "t", "z", "utc", "am", "pm",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    };

    /// <summary>Whether the number counts files, so that rotation gives 1 to the newest; otherwise it is a date or a part of one.</summary>
    public bool IsIndex => Numbers is [{ Length: <= 3 }];

    /// <summary>Whether the addition follows the whole name of the log, as in app.log.1.</summary>
    public bool IsAtEnd => Key[0] == 'a';

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="log">The name of the log.</param>
    /// <param name="isWhole">Whether the addition must follow the whole name of the log.</param>
    /// <returns>Null if the file is no rotated one of the log.</returns>
    public static RotatedName? TryParse(string name, string log, bool isWhole = false)
    {
        name = WithoutCompression(name);
        var (stem, extension) = (Path.GetFileNameWithoutExtension(log), Path.GetExtension(log));
        if (name.StartsWith(log, StringComparison.Ordinal))
        {
            return Of('a', log, "", name[log.Length..]);
        }

        var at = isWhole || stem.Length == 0 ? -1 : name.IndexOf(stem, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var end = extension.Length > 0 && name.Length >= at + stem.Length + extension.Length && name.EndsWith(extension, StringComparison.Ordinal) ? extension.Length : 0;
        return Of(end > 0 ? 'b' : 'c', log, name[..at], name[(at + stem.Length)..^end]);
    }

    /// <summary>Any name, as one of those that differ from it in numbers only.</summary>
    public static RotatedName Of(string name)
    {
        var (letters, numbers) = Split(WithoutCompression(name));
        return new RotatedName("=" + letters, numbers);
    }

    /// <summary>Compares the numbers of two names with the same key.</summary>
    public int CompareTo(RotatedName other)
    {
        for (var i = 0; i < Math.Min(Numbers.Count, other.Numbers.Count); i++)
        {
            var (one, two) = (Numbers[i], other.Numbers[i]);
            var order = one.Length != two.Length ? one.Length.CompareTo(two.Length) : string.CompareOrdinal(one, two);
            if (order != 0)
            {
                return order;
            }
        }

        return Numbers.Count.CompareTo(other.Numbers.Count);
    }

    public static bool IsCompressed(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string WithoutCompression(string name) => IsCompressed(name) ? name[..^3] : name;

    private static RotatedName? Of(char place, string log, string before, string after)
    {
        var (letters, numbers) = Split(before + " " + after);
        var words = letters.Split((char[])[' ', '#', '-', '_', '.', '~', '@', '+', ',', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return words.All(Words.Contains) && (numbers.Count > 0 || words.Length > 0)
            ? new RotatedName($"{place}{log}/{string.Concat(words.Where(word => word.Length > 3))}", numbers)
            : null;
    }

    // The text with a sign for each number, and the numbers.
    private static (string Letters, List<string> Numbers) Split(string name)
    {
        var letters = new StringBuilder();
        var numbers = new List<string>();
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsAsciiDigit(name[i]))
            {
                letters.Append(name[i]);
                continue;
            }

            var start = i;
            while (i + 1 < name.Length && char.IsAsciiDigit(name[i + 1]))
            {
                i++;
            }

            numbers.Add(name[start..(i + 1)].TrimStart('0'));
            letters.Append('#');
        }

        return (letters.ToString(), numbers);
    }
}
