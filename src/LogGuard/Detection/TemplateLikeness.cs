using LogGuard.Primitives;
using LogGuard.Semantics;

namespace LogGuard.Detection;

/// <summary>
/// The learnt templates as vectors, with the similarities from which on another template may be one of them. Immutable, except that
/// saved vectors are loaded when they are first needed.
/// </summary>
/// <remarks>
/// The learnt templates are different steps, so that their similarities among each other show how alike different steps of this log
/// are. A new step would be one more of them: it is as near to its nearest template as they are to theirs.
/// </remarks>
internal sealed class TemplateLikeness
{
    /// <summary>
    /// The share of the learnt templates that may be nearer to another one than <see cref="Alike"/>, as in tests of significance: a new
    /// step is mistaken in one of twenty cases, before its place, its words and its level are looked at. Fewer than twenty templates
    /// cannot show that, and the highest similarity is taken.
    /// </summary>
    internal const double ChanceOfMistake = 0.05;

    /// <summary>
    /// Least similarity in any case. A log of two unlike templates shows nothing. An angle of 60 degrees: more of the vectors is common
    /// than not.
    /// </summary>
    internal const float LeastAlike = 0.5f;

    // Templates that are compared with all others: more do not change the highest ones of their similarities much.
    private const int SampleSize = 2_000;

    // Rounding aside, the same vector.
    private const float Equal = 0.9999f;

    private const int Magic = 0x314C_544C; // "LTL1"
    private const int NameLimit = 64;

    private readonly int[] _keys;
    private readonly float[] _rows;
    private readonly int _size;
    private readonly byte[] _saved;

    // The similarity of each learnt template, or of a sample of them, to its nearest other one, in ascending order.
    private readonly float[] _nearest;

    // Whether another template has the same vector: they differ in what vectors do not see, such as numbers, and no other template
    // can be told to be this one.
    private readonly bool[] _isTwin;
    private ITemplateVectors? _vectors;

    private TemplateLikeness(string vectorizer, int[] keys, float[] rows, int size, byte[] saved)
    {
        (Vectorizer, _keys, _rows, _size, _saved) = (vectorizer, keys, rows, size, saved);
        _isTwin = new bool[keys.Length];
        var nearest = NearestOfEach();
        Array.Sort(nearest);
        _nearest = nearest;
        Highest = nearest.Length == 0 ? 0 : nearest[^1];
        Alike = nearest.Length == 0 ? 1 : Math.Max(LeastAlike, nearest[(int)Math.Ceiling(nearest.Length * (1 - ChanceOfMistake)) - 1]);
    }

    /// <summary>Name of the vectorizer.</summary>
    public string Vectorizer { get; }

    /// <summary>Similarity above which a template that takes the place of a learnt one is that one; see <see cref="ChanceOfMistake"/>.</summary>
    public float Alike { get; }

    /// <summary>The highest similarity of two learnt templates.</summary>
    public float Highest { get; }

    /// <summary>
    /// Similarity above which a template is a learnt one although that one still comes: half-way between the most alike of the different
    /// steps and the same words.
    /// </summary>
    public float Same => (1 + Math.Max(Highest, LeastAlike)) / 2;

    /// <summary>Fits vectors to the learnt templates.</summary>
    /// <returns>Null if there are no two templates with words.</returns>
    public static TemplateLikeness? Of(ITemplateVectorizer vectorizer, IReadOnlyList<(int Key, string Template)> learnt, int seed, CancellationToken cancellation)
    {
        var vectors = vectorizer.Fit([.. learnt.Select(one => one.Template)], seed, cancellation);
        var (keys, rows) = (new List<int>(), new List<float>());
        var vector = new float[vectors.Size];
        foreach (var (key, template) in learnt)
        {
            cancellation.ThrowIfCancellationRequested();
            vectors.Write(template, vector);
            if (vector.AsSpan().ContainsAnyExcept(0f))
            {
                keys.Add(key);
                rows.AddRange(vector);
            }
        }

        if (keys.Count < 2)
        {
            return null;
        }

        using var saved = new MemoryStream();
        vectors.Save(saved);
        return new TemplateLikeness(vectorizer.Name, [.. keys], [.. rows], vector.Length, saved.ToArray()) { _vectors = vectors };
    }

    /// <summary>Loads the vectors, if they were saved.</summary>
    /// <exception cref="InvalidDataException">They cannot be loaded by this vectorizer.</exception>
    public void Load(ITemplateVectorizer vectorizer)
    {
        if (_vectors is null)
        {
            SavedData.Require(vectorizer.Name == Vectorizer, $"they were made by the vectorizer {Vectorizer}, and this one is {vectorizer.Name}");
            using var stream = new MemoryStream(_saved, writable: false);
            var vectors = vectorizer.Load(stream);
            SavedData.Require(vectors.Size == _size, $"they have {vectors.Size} components instead of {_size}");
            _vectors = vectors;
        }
    }

    /// <summary>
    /// The chance that a new step is as near to its nearest template as this: the share of the learnt ones that are; 1 down from
    /// <see cref="LeastAlike"/>.
    /// </summary>
    public double ChanceOf(float similarity) => _nearest.Length == 0 || similarity <= LeastAlike ? 1 : (double)_nearest.Count(nearest => nearest >= similarity) / _nearest.Length;

    /// <summary>The learnt templates from the most similar one on. The vectors must be loaded.</summary>
    /// <param name="template">The template.</param>
    /// <param name="limit">Most templates.</param>
    /// <param name="least">All are more similar than this.</param>
    public IReadOnlyList<(int Key, float Similarity)> Find(string template, int limit, float least = LeastAlike)
    {
        var vector = new float[_size];
        _vectors!.Write(template, vector);
        var found = new List<(int Key, float Similarity)>();
        for (var i = 0; i < _keys.Length; i++)
        {
            if (Dot(vector, Row(i)) is var similarity && similarity > least && !_isTwin[i])
            {
                found.Add((_keys[i], similarity));
            }
        }

        found.Sort((left, right) => right.Similarity.CompareTo(left.Similarity));
        return found.Count <= limit ? found : found.GetRange(0, limit);
    }

    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Vectorizer);
        writer.Write7BitEncodedInt(_size);
        writer.Write7BitEncodedInt(_keys.Length);
        foreach (var key in _keys)
        {
            writer.Write7BitEncodedInt(key);
        }

        foreach (var value in _rows)
        {
            writer.Write(value);
        }

        writer.Write7BitEncodedInt(_saved.Length);
        writer.Write(_saved);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="content">The content.</param>
    /// <param name="isLearnt">Whether a key was learnt.</param>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static TemplateLikeness Read(byte[] content, Func<int, bool> isLearnt)
    {
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), System.Text.Encoding.UTF8);
        try
        {
            SavedData.Require(reader.ReadInt32() == Magic, "the vectors of its templates are none");
            var name = reader.ReadString();
            SavedData.Require(name.Length is > 0 and <= NameLimit, "the vectors of its templates have no name");
            var size = SavedData.ReadCount(reader, content.Length / sizeof(float), "a template's vector has");
            var count = SavedData.ReadCount(reader, size == 0 ? 0 : content.Length / (size * sizeof(float)), "the vectors are of");
            SavedData.Require(count >= 2, "the vectors are of too few templates");
            var (keys, rows) = (new int[count], new float[count * size]);
            for (var i = 0; i < count; i++)
            {
                keys[i] = reader.Read7BitEncodedInt();
                SavedData.Require(isLearnt(keys[i]) && (i == 0 || keys[i] > keys[i - 1]), "the vectors are of templates that were not learnt");
            }

            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = reader.ReadSingle();
                SavedData.Require(float.IsFinite(rows[i]), "the vector of a template is not finite");
            }

            var length = SavedData.ReadCount(reader, content.Length, "the vectorizer's part has");
            var saved = reader.ReadBytes(length);
            SavedData.Require(saved.Length == length, "the vectorizer's part is cut off");
            return new TemplateLikeness(name, keys, rows, size, saved);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("the vectors of its templates are cut off", exception);
        }
    }

    // The highest similarity of each template, or of a sample of them, to another one that it can be told from.
    private float[] NearestOfEach()
    {
        var step = Math.Max(1, (_keys.Length + SampleSize - 1) / SampleSize);
        var nearest = new List<float>();
        for (var i = 0; i < _keys.Length; i += step)
        {
            var highest = -1f;
            for (var j = 0; j < _keys.Length; j++)
            {
                if (j != i && Dot(Row(i), Row(j)) is var similarity && similarity > highest)
                {
                    if (similarity > Equal)
                    {
                        (_isTwin[i], _isTwin[j]) = (true, true);
                    }
                    else
                    {
                        highest = similarity;
                    }
                }
            }

            if (!_isTwin[i])
            {
                nearest.Add(highest);
            }
        }

        return [.. nearest];
    }

    private ReadOnlySpan<float> Row(int number) => _rows.AsSpan(number * _size, _size);

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
