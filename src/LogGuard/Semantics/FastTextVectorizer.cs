using LogGuard.Primitives;

namespace LogGuard.Semantics;

/// <summary>
/// Vectors from a file of fastText: a <c>.bin</c> model, which also has vectors for words that it does not contain, or a <c>.vec</c>
/// text file. Words are weighted by TF-IDF over the log's templates.
/// </summary>
/// <remarks>
/// The file is indexed once, at first use, and its vectors are read from it as they are needed: 16 bytes of memory for each word of
/// the file, whatever its size. It must stay where it is while the vectorizer is in use; snapshots hold no copy of it. Words are looked up
/// in lower case. Thread-safe.
/// </remarks>
public sealed class FastTextVectorizer : ITemplateVectorizer, IDisposable
{
    private const int Magic = 0x3157_5446; // "FTW1"

    private readonly Lock _lock = new();
    private readonly string _path;
    private FastTextFile? _file;
    private bool _isDisposed;

    /// <summary>Makes a vectorizer. The file is opened at first use.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public FastTextVectorizer(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    public string Name => "FastText";

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The vectorizer is disposed.</exception>
    public ITemplateVectors Fit(IReadOnlyList<string> templates, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(templates);
        return new FastTextVectors(Open(cancellation), WordWeights.Of(templates.Distinct(StringComparer.Ordinal).Select(template => TemplateWords.Of(template))));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The vectorizer is disposed.</exception>
    public ITemplateVectors Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            SavedData.Require(reader.ReadInt32() == Magic, "these are no vectors of a fastText file");
            var (size, length) = (reader.ReadInt32(), reader.ReadInt64());
            var file = Open(CancellationToken.None);
            SavedData.Require(
                file.Size == size && file.Length == length, $"{_path} is not the fastText file that was fitted: it has {file.Length:N0} bytes and {file.Size} components instead of {length:N0} and {size}");
            return new FastTextVectors(file, WordWeights.Load(reader));
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"the saved weights are damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Closes the file. Vectors of it can no longer be used.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file?.Dispose();
        }
    }

    private FastTextFile Open(CancellationToken cancellation)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _file ??= FastTextFile.Open(_path, cancellation);
        }
    }

    private sealed class FastTextVectors(FastTextFile file, WordWeights weights) : ITemplateVectors
    {
        public int Size => file.Size;

        public void Write(string messageTemplate, Span<float> vector)
        {
            ArgumentNullException.ThrowIfNull(messageTemplate);
            if (vector.Length != Size)
            {
                throw new ArgumentException($"The vector has {vector.Length} components instead of {Size}.", nameof(vector));
            }

            WeightedMean.Write(TemplateWords.Of(messageTemplate), weights, file.TryRead, vector);
        }

        public void Save(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            writer.Write(file.Size);
            writer.Write(file.Length);
            weights.Save(writer);
        }
    }
}
