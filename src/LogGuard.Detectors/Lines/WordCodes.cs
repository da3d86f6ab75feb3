using System.Text.RegularExpressions;

namespace LogGuard.Detectors.Lines;

/// <summary>
/// A number for each word by how frequent it is in the learnt lines: (1 + ln(1 + n)) / (1 + ln(1 + n of the most frequent word)), within
/// 0..1; a word that was not learnt has n = 0, and 0 stands for no word.
/// </summary>
internal sealed partial class WordCodes
{
    // Rarer words have all but the number of one that was not learnt.
    private const int WordLimit = 50_000;

    private readonly Dictionary<string, int> _counts;
    private readonly double _scale;

    /// <param name="counts">How often each word occurs.</param>
    public WordCodes(Dictionary<string, int> counts)
    {
        _counts = counts;
        _scale = 1 + Math.Log(1.0 + counts.Values.DefaultIfEmpty().Max());
    }

    /// <summary>How often each word occurs.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Counts the words of some lines.</summary>
    /// <param name="lines">The lines, and how often each occurs.</param>
    public static WordCodes Of(IEnumerable<(string Text, int Count)> lines)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (text, count) in lines)
        {
            foreach (var word in WordsOf(text))
            {
                counts[word] = counts.GetValueOrDefault(word) + count;
            }
        }

        return new WordCodes(counts.Count <= WordLimit
            ? counts
            : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(WordLimit).ToDictionary());
    }

    /// <summary>The words of a line: letters and digits, in lower case.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => [.. Word().Matches(text).Select(match => match.Value.ToLowerInvariant())];

    /// <summary>The numbers of the first words of a line; 0 behind its end.</summary>
    public void Write(IReadOnlyList<string> words, Span<float> codes)
    {
        codes.Clear();
        for (var i = 0; i < Math.Min(words.Count, codes.Length); i++)
        {
            codes[i] = (float)((1 + Math.Log(1.0 + _counts.GetValueOrDefault(words[i]))) / _scale);
        }
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();
}
