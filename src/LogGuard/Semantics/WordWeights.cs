using LogGuard.Primitives;

namespace LogGuard.Semantics;

/// <summary>
/// TF-IDF weights over the templates of a log (Zhang et al., LogRobust, ESEC/FSE 2019, section 3.2.2): idf = ln((1 + templates) / (1 +
/// templates with the word)) + 1, smoothed so that a word of all templates keeps a weight and a new word has the largest one.
/// </summary>
internal sealed class WordWeights
{
    private const int WordLimit = 1 << 20;

    private readonly Dictionary<string, int> _templatesWith;
    private readonly int _templateCount;

    private WordWeights(int templateCount, Dictionary<string, int> templatesWith) => (_templateCount, _templatesWith) = (templateCount, templatesWith);

    /// <summary>Counts the words of templates.</summary>
    public static WordWeights Of(IEnumerable<IReadOnlyList<string>> templates)
    {
        var (count, with) = (0, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var words in templates)
        {
            count++;
            foreach (var word in words.Distinct())
            {
                with[word] = with.GetValueOrDefault(word) + 1;
            }
        }

        return new WordWeights(count, with);
    }

    /// <summary>The words, in no particular order.</summary>
    public IReadOnlyCollection<string> Words => _templatesWith.Keys;

    /// <summary>The weight of one occurrence of a word, at least 1.</summary>
    public float Of(string word) => (float)(Math.Log((1.0 + _templateCount) / (1 + _templatesWith.GetValueOrDefault(word))) + 1);

    public void Save(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_templateCount);
        writer.Write7BitEncodedInt(_templatesWith.Count);
        foreach (var (word, count) in _templatesWith.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(word);
            writer.Write7BitEncodedInt(count);
        }
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static WordWeights Load(BinaryReader reader)
    {
        var count = SavedData.ReadCount(reader, int.MaxValue, "the word weights are of");
        var with = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var left = SavedData.ReadCount(reader, WordLimit, "the word weights have"); left > 0; left--)
        {
            var word = reader.ReadString();
            SavedData.Require(with.TryAdd(word, SavedData.ReadCount(reader, count, "a word is in")), "a word has two weights");
        }

        return new WordWeights(count, with);
    }
}
