using LogGuard.Primitives;

namespace LogGuard.Semantics;

/// <summary>
/// Vectors from the log's own templates, without any download: subword vectors as fastText trains them, weighted by TF-IDF. It knows
/// that <c>shipped</c> and <c>shipping</c> are alike by their letters, and which words stand together; it knows no synonyms.
/// </summary>
/// <remarks>
/// Fitting takes some 10 ms for a hundred templates and some seconds for ten thousand, and at most 32 MB. Vectors have 32 components.
/// </remarks>
public sealed class SubwordVectorizer : ITemplateVectorizer
{
    private const int Magic = 0x3157_534C; // "LSW1"

    /// <inheritdoc/>
    public string Name => "Subword";

    /// <inheritdoc/>
    public ITemplateVectors Fit(IReadOnlyList<string> templates, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(templates);
        List<string>[] words = [.. templates.Distinct(StringComparer.Ordinal).Select(template => TemplateWords.Of(template))];
        return new SubwordVectors(SubwordTrainer.Train(words, seed, cancellation), WordWeights.Of(words));
    }

    /// <inheritdoc/>
    public ITemplateVectors Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            SavedData.Require(reader.ReadInt32() == Magic, "these are no subword vectors");
            return new SubwordVectors(SubwordTable.Load(reader), WordWeights.Load(reader));
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"the subword vectors are damaged: {exception.Message}", exception);
        }
    }

    private sealed class SubwordVectors(SubwordTable table, WordWeights weights) : ITemplateVectors
    {
        public int Size => SubwordTable.Size;

        public void Write(string messageTemplate, Span<float> vector)
        {
            ArgumentNullException.ThrowIfNull(messageTemplate);
            if (vector.Length != Size)
            {
                throw new ArgumentException($"The vector has {vector.Length} components instead of {Size}.", nameof(vector));
            }

            WeightedMean.Write(TemplateWords.Of(messageTemplate), weights, table.Write, vector);
        }

        public void Save(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(Magic);
            table.Save(writer);
            weights.Save(writer);
        }
    }
}
