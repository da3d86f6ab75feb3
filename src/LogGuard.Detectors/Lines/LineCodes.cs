using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors.Lines;

/// <summary>
/// Turns a line into what the recurrent network reads: the output of the autoencoder that is chosen for it, each number as one of
/// <see cref="Levels"/> symbols (the paper feeds Keras' embedding layer, which takes whole numbers).
/// </summary>
/// <param name="words">The numbers of the words.</param>
/// <param name="normal">The autoencoder of normal lines.</param>
/// <param name="anomalous">The autoencoder of anomalous lines.</param>
/// <param name="wordCount">Words that are read.</param>
internal sealed class LineCodes(WordCodes words, LineAutoencoder normal, LineAutoencoder anomalous, int wordCount) : ISessionEncoding
{
    /// <summary>Number of symbols besides 0.</summary>
    public const int Levels = 200;

    private readonly Dictionary<int, int[]> _learnt = [];

    /// <summary>The words' numbers.</summary>
    public WordCodes Words => words;

    /// <summary>The autoencoder of normal lines.</summary>
    public LineAutoencoder Normal => normal;

    /// <summary>The autoencoder of anomalous lines.</summary>
    public LineAutoencoder Anomalous => anomalous;

    public int ValueCount => 0;

    public int StepsOf(ReadOnlySpan<int> session) => _learnt[session[0]].Length;

    /// <summary>Writes the symbols of a learnt line, while training.</summary>
    public void Write(ReadOnlySpan<int> session, Span<int> symbols, Span<float> values) => _learnt[session[0]].CopyTo(symbols);

    /// <summary>Keeps the symbols of the lines that the network learns from, with noise.</summary>
    /// <param name="lines">The number of each line in the rows, and its symbols without noise.</param>
    /// <param name="variance">The variance of the noise, in symbols.</param>
    /// <param name="random">The noise.</param>
    public void Learn(IEnumerable<(int Row, float[] Output)> lines, double variance, Random random)
    {
        var deviation = Math.Sqrt(variance);
        foreach (var (row, output) in lines)
        {
            _learnt[row] = Array.ConvertAll(output, value => Symbol(value, deviation * Gaussian(random)));
        }
    }

    /// <summary>Forgets the lines that were learnt.</summary>
    public void Forget() => _learnt.Clear();

    /// <summary>
    /// The output of an autoencoder for a line: of the one that reconstructs it better, or of the one of a given label, as in the paper. It ends
    /// with the line, so that the recurrent network ends at the last word.
    /// </summary>
    public float[] Reconstruct(IReadOnlyList<string> line, bool? label)
    {
        var codes = new float[wordCount];
        words.Write(line, codes);
        var (own, other) = (new float[wordCount], new float[wordCount]);
        if (label is { } isAnomalous)
        {
            (isAnomalous ? anomalous : normal).Reconstruct(codes, own);
        }
        else if (normal.Reconstruct(codes, own) > anomalous.Reconstruct(codes, other))
        {
            own = other;
        }

        return own[..Math.Clamp(line.Count, 1, wordCount)];
    }

    /// <summary>The symbols of an output.</summary>
    public static int[] SymbolsOf(float[] output) => Array.ConvertAll(output, value => Symbol(value, 0));

    private static int Symbol(float value, double noise) => Math.Clamp((int)Math.Round((value * Levels) + noise), 0, Levels);

    // Box and Muller.
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
