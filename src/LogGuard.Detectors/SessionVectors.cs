using LogGuard.Detection;
using LogGuard.Semantics;

namespace LogGuard.Detectors;

/// <summary>The vectors of the templates of keys, also of keys that come later. Used by one thread.</summary>
internal sealed class SessionVectors
{
    private const string FileName = "vectors.bin";

    // A vector takes some hundred bytes; beyond this, the vectors of keys that come later are made again each time.
    private const int LaterLimit = 100_000;

    private readonly ITemplateVectors _vectors;
    private readonly Dictionary<int, float[]> _ofKeys = [];

    private SessionVectors(ITemplateVectors vectors) => _vectors = vectors;

    /// <summary>Number of components.</summary>
    public int Size => _vectors.Size;

    /// <summary>Fits vectors to the templates that are learnt.</summary>
    public static SessionVectors Fit(ITemplateVectorizer vectorizer, LogModelData data)
    {
        var templates = data.Keys.Select(data.TemplateOf).ToArray();
        var vectors = new SessionVectors(vectorizer.Fit(templates, data.Seed, data.Cancellation));
        for (var i = 0; i < data.Keys.Count; i++)
        {
            vectors.Meet(data.Keys[i], templates[i]);
        }

        return vectors;
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static SessionVectors Read(ITemplateVectorizer vectorizer, ILogModelReader reader, IReadOnlyList<int> keys)
    {
        using var stream = new MemoryStream(reader.ReadFile(FileName));
        var vectors = new SessionVectors(vectorizer.Load(stream));
        var components = new float[vectors.Size];
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(components.AsSpan());
        foreach (var key in keys)
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new InvalidDataException("the vectors of the learnt templates are cut short");
            }

            vectors._ofKeys[key] = [.. components];
        }

        return vectors;
    }

    /// <summary>Writes the vectors, those of the learnt keys last.</summary>
    public void Save(ILogModelWriter writer, IReadOnlyList<int> keys) => writer.WriteFile(FileName, stream =>
    {
        _vectors.Save(stream);
        foreach (var key in keys)
        {
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(this[key].AsSpan()));
        }
    });

    /// <summary>Makes sure that the keys of a session have vectors.</summary>
    public void Meet(in JudgedSession session)
    {
        foreach (var key in session.Keys)
        {
            if (!_ofKeys.ContainsKey(key))
            {
                Meet(key, session.TemplateOf(key));
            }
        }
    }

    /// <summary>The vector of a key that was met.</summary>
    public float[] this[int key] => _ofKeys.GetValueOrDefault(key) ?? new float[Size];

    private void Meet(int key, string template)
    {
        if (_ofKeys.Count < LaterLimit)
        {
            var vector = new float[Size];
            _vectors.Write(template, vector);
            _ofKeys[key] = vector;
        }
    }
}
