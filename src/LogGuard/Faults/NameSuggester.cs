namespace LogGuard.Faults;

/// <summary>Finds the known name that is most similar to a misspelled one.</summary>
internal static class NameSuggester
{
    /// <summary>
    /// Returns the name with the smallest edit distance, the first of several. A name in another group is compared by the part
    /// after its last dot, plus one edit.
    /// </summary>
    public static string Of(string name, IEnumerable<string> known) => known.MinBy(other => Distance(name, other)) ?? "";

    private static int Distance(string name, string other) => Math.Min(Edits(name, other), Edits(Leaf(name), Leaf(other)) + 1);

    private static string Leaf(string name) => name[(name.LastIndexOf('.') + 1)..];

    // The Levenshtein distance, ignoring case.
    private static int Edits(string first, string second)
    {
        var row = new int[second.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var isSame = char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]);
                var edits = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1));
                (diagonal, row[j]) = (row[j], edits);
            }
        }

        return row[^1];
    }
}
