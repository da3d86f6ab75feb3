using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Detectors.Lines;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// Auto-LSTM, Auto-BLSTM and Auto-GRU (Farzad and Gulliver, section 2.5): the words of a line pass through one of two autoencoders, of
/// normal or of anomalous lines, and a recurrent network classifies what comes out. Judges lines.
/// </summary>
/// <remarks>
/// <para>
/// xᵢ = the number of word i by its frequency (words); o = softmax(A(x)) · Σ x (words), A of 400-200-200 units; sᵢ = round(200·oᵢ + noise);
/// hᵢ = LSTM(E[sᵢ], hᵢ₋₁) (100); p = softmax(W·h + b) (2).
/// </para>
/// <para>
/// Other than in the paper: the autoencoder is the one that reconstructs the line better. The paper chooses it by the line's label, also when
/// it judges, so that its recurrent network only tells which of two networks made its input. The lines are those of labelled sessions, each
/// with the label of its session: label sessions of one line each to label lines. A line is read by its template.
/// </para>
/// </remarks>
public sealed class AutoTrainer : ILogModelTrainer
{
    private const int EmbeddingSize = 32;
    private const int Patience = 10;

    private readonly AutoOptions _options;
    private readonly ClassifierSettings _settings;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public AutoTrainer(AutoOptions? options = null)
    {
        _options = options ?? new AutoOptions();
        OptionFaults.ThrowIfAny(_options.Check());
        _settings = new ClassifierSettings(
            _options.HiddenSize, _options.LearningRate, _options.BatchSize, _options.Epochs, 1, _options.Threshold, Patience) { IsBalanced = false };
    }

    /// <inheritdoc/>
    public string Name => $"Auto{_options.Kind}";

    /// <summary>Whether the autoencoder of a line is chosen by its label, as in the paper.</summary>
    internal bool ChoosesByLabel { get; init; }

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (LabelledRows.Of(data) is not { } sessions)
        {
            return null;
        }

        var lines = LinesOf(sessions, data);
        if (!lines.Exists(line => line.IsAnomalous) || lines.TrueForAll(line => line.IsAnomalous))
        {
            data.Tell("it learns from labelled lines, and none of them has words that the other label has not.");
            return null;
        }

        var words = WordCodes.Of(lines.Select(line => (line.Text, line.Count)));
        var state = new AutoState(_options.Kind, [.. words.Counts.Keys], [.. words.Counts.Values], _options.WordCount, _options.HiddenSize, _options.Threshold);
        var coder = LineAutoencoder.Describe(_options.WordCount, _options.Dropout);
        var (normal, anomalous) = (new LineAutoencoder(data.Engine.Create(coder, data.Seed)), new LineAutoencoder(data.Engine.Create(coder, data.Seed)));
        foreach (var (network, label) in ((LineAutoencoder, bool)[])[(normal, false), (anomalous, true)])
        {
            network.Train([.. lines.Where(line => line.IsAnomalous == label).Select(line => (CodesOf(words, line.Text), line.Count))], _options, data);
        }

        var codes = new LineCodes(words, normal, anomalous, _options.WordCount);
        var learnt = Draw(lines, _options.ClassifierShare, new Random(data.Seed));
        codes.Learn(
            learnt.Select((line, row) => (row, codes.Reconstruct(WordCodes.WordsOf(line.Text), ChoosesByLabel ? line.IsAnomalous : null))), _options.NoiseVariance, new Random(data.Seed));
        var rows = learnt.Select((line, row) => new LabelledRow([row], line.IsAnomalous, line.Count)).ToArray();
        var classifier = Classify(rows, codes, state, data);
        codes.Forget();
        return new AutoModel(state, codes, classifier);
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return AutoModel.Read(reader);
    }

    /// <summary>The recurrent network.</summary>
    internal static NetworkDescription Describe(AutoState state, float dropout) => new()
    {
        OutputCount = SessionClassifier.Classes,
        Head = NetworkHead.Softmax,
        Sources =
        [
            new NetworkSource
            {
                SymbolCount = LineCodes.Levels + 1,
                Input = NetworkInput.Embedding,
                EmbeddingSize = EmbeddingSize,
                Recurrent = new RecurrentStack
                {
                    Kind = state.Kind == AutoKind.Gru ? RecurrentKind.Gru : RecurrentKind.Lstm,
                    HiddenSize = state.HiddenSize,
                    Bidirectional = state.Kind == AutoKind.Blstm,
                },
                Dropout = dropout,
            },
        ],
    };

    private INeuralNetwork Classify(LabelledRow[] rows, LineCodes codes, AutoState state, LogModelData data)
    {
        var (best, least) = (default(INeuralNetwork), double.PositiveInfinity);
        var losses = new List<double>();
        for (var fold = 0; fold < _options.Folds; fold++)
        {
            var (fit, heldOut) = Divide(rows, fold, Math.Max(10, _options.Folds));
            var network = data.Engine.Create(Describe(state, _options.Dropout), data.Seed + fold);
            losses.Add(ClassifierTraining.Run(new SessionClassifier(network, codes), fit, heldOut, _settings, data));
            if (best is null || losses[^1] < least)
            {
                (best, least) = (network, losses[^1]);
            }
        }

        data.Tell(string.Create(CultureInfo.InvariantCulture, $"the loss on held-out lines is {losses.Average():0.0000} nats, the mean of {losses.Count:N0} parts."));
        return best!;
    }

    // Every nth row of each label is held out; of a label with too few rows, all are fitted as well.
    private static (LabelledRow[] Fit, LabelledRow[] HeldOut) Divide(LabelledRow[] rows, int fold, int folds)
    {
        var (fit, heldOut) = (new List<LabelledRow>(), new List<LabelledRow>());
        foreach (var label in rows.GroupBy(row => row.IsAnomalous).Select(group => group.ToArray()))
        {
            heldOut.AddRange(label.Length < 2 * folds ? label : label.Where((_, i) => i % folds == fold));
            fit.AddRange(label.Length < 2 * folds ? label : label.Where((_, i) => i % folds != fold));
        }

        return ([.. fit], [.. heldOut]);
    }

    // Each line by itself, also where equal lines are one row.
    private static List<(string Text, bool IsAnomalous, int Count)> Draw(List<(string Text, bool IsAnomalous, int Count)> lines, double share, Random random) =>
        share == 1
            ? lines
            : [.. lines.Select(line => line with { Count = Enumerable.Range(0, line.Count).Count(_ => random.NextDouble() < share) }).Where(line => line.Count > 0)];

    private float[] CodesOf(WordCodes words, string text)
    {
        var codes = new float[_options.WordCount];
        words.Write(WordCodes.WordsOf(text), codes);
        return codes;
    }

    // A line that both labels have is two lines.
    private static List<(string Text, bool IsAnomalous, int Count)> LinesOf(LabelledRows sessions, LogModelData data)
    {
        var counts = new Dictionary<(int Key, bool IsAnomalous), int>();
        foreach (var session in sessions.Rows)
        {
            foreach (var key in session.Keys)
            {
                counts[(key, session.IsAnomalous)] = counts.GetValueOrDefault((key, session.IsAnomalous)) + session.Count;
            }
        }

        return [.. counts.Select(pair => (data.TemplateOf(pair.Key.Key), pair.Key.IsAnomalous, pair.Value))];
    }
}
