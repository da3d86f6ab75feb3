using LogGuard.Primitives;

namespace LogGuard.Semantics;

/// <summary>
/// The vectors of hashed character n-grams (Bojanowski et al., Enriching Word Vectors with Subword Information, TACL 2017): a word is the
/// mean of the vectors of its n-grams of 3..6 characters and of itself with its boundary marks, which is one more n-gram.
/// </summary>
/// <remarks>
/// Differs from fastText in that a bucket that was never trained is made from the seed when it is read. Only trained ones are kept and
/// saved, in half precision, to which training rounds them.
/// </remarks>
internal sealed class SubwordTable
{
    /// <summary>
    /// Number of components. The n-grams of unlike words are almost orthogonal in 32 dimensions: their cosine has a standard
    /// deviation of 1/√32 = 0.18, and a template's vector is the mean of some hundred of them.
    /// </summary>
    internal const int Size = 32;

    internal const int Shortest = 3;
    internal const int Longest = 6;

    /// <summary>Number of buckets. A log has a few thousand different n-grams, so that few of them share one.</summary>
    internal const int BucketCount = 1 << 20;

    /// <summary>Most trained buckets: 8 MB of vectors.</summary>
    internal const int RowLimit = 1 << 16;

    private readonly Dictionary<int, int> _rowOf;
    private readonly float[] _rows;

    /// <param name="seed">Makes the untrained buckets.</param>
    /// <param name="rowOf">The row of each trained bucket.</param>
    /// <param name="rows">The trained vectors (rows, <see cref="Size"/>).</param>
    public SubwordTable(int seed, Dictionary<int, int> rowOf, float[] rows) => (Seed, _rowOf, _rows) = (seed, rowOf, rows);

    public int Seed { get; }

    /// <summary>The buckets of a word's n-grams and of the word itself.</summary>
    public static List<int> BucketsOf(string word)
    {
        var buckets = new List<int>();
        Subwords.Append(word, Shortest, Longest, BucketCount, buckets);
        if (word.Length + 2 > Longest)
        {
            Subwords.Append(word, word.Length + 2, word.Length + 2, BucketCount, buckets);
        }

        return buckets;
    }

    /// <summary>Writes the first vector of a bucket: uniform in -1/size..1/size, as fastText begins.</summary>
    public static void WriteInitial(int seed, int bucket, Span<float> vector)
    {
        ulong state = ((ulong)(uint)seed << 32) | (uint)bucket;
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(Half)(((SplitMix64.Next(ref state) >> 11) * (2.0 / (1UL << 53)) - 1) / Size);
        }
    }

    /// <summary>Writes the vector of any word.</summary>
    public bool Write(string word, Span<float> vector)
    {
        vector.Clear();
        Span<float> initial = stackalloc float[Size];
        foreach (var bucket in BucketsOf(word))
        {
            ReadOnlySpan<float> row = initial;
            if (_rowOf.TryGetValue(bucket, out var number))
            {
                row = _rows.AsSpan(number * Size, Size);
            }
            else
            {
                WriteInitial(Seed, bucket, initial);
            }

            for (var i = 0; i < Size; i++)
            {
                vector[i] += row[i];
            }
        }

        return true;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Seed);
        writer.Write7BitEncodedInt(_rowOf.Count);
        foreach (var (bucket, row) in _rowOf.OrderBy(pair => pair.Key))
        {
            writer.Write(bucket);
            foreach (var value in _rows.AsSpan(row * Size, Size))
            {
                writer.Write((Half)value);
            }
        }
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static SubwordTable Load(BinaryReader reader)
    {
        var seed = reader.ReadInt32();
        var count = SavedData.ReadCount(reader, RowLimit, "the subword vectors have");
        var (rowOf, rows) = (new Dictionary<int, int>(), new List<float>());
        for (var row = 0; row < count; row++)
        {
            var bucket = reader.ReadInt32();
            SavedData.Require(bucket is >= 0 and < BucketCount && rowOf.TryAdd(bucket, row), "a bucket of the subword vectors is out of range");
            for (var i = 0; i < Size; i++)
            {
                var value = (float)reader.ReadHalf();
                SavedData.Require(float.IsFinite(value), "a subword vector is not finite");
                rows.Add(value);
            }
        }

        return new SubwordTable(seed, rowOf, [.. rows]);
    }
}
