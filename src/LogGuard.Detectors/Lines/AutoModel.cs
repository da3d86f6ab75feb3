using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Lines;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>Judges each line by two autoencoders and a recurrent network; each template is judged once.</summary>
internal sealed class AutoModel : ILogModel
{
    private const string NormalName = "normal";
    private const string AnomalousName = "anomalous";
    private const string ClassifierName = "classifier";

    private readonly AutoState _state;
    private readonly INeuralNetwork _network;
    private readonly LineCodes _codes;
    private readonly Dictionary<int, float> _scores = [];
    private readonly float[] _outputs = new float[2];

    public AutoModel(AutoState state, LineCodes codes, INeuralNetwork network) => (_state, _codes, _network) = (state, codes, network);

    public bool JudgesEvents => true;

    /// <summary>The label by which the autoencoder is chosen, as in the paper, also for lines that are judged; null: the better one is chosen.</summary>
    internal bool? Label { get; set; }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static AutoModel Read(ILogModelReader reader)
    {
        var state = reader.ReadState(DetectorsJson.Default.AutoState);
        if (state.WordCount is < 1 or > 1_024 || state.HiddenSize < 1 || state.Words.Length != state.Counts.Length || state.Words.Distinct().Count() != state.Words.Length)
        {
            throw new InvalidDataException("the autoencoders have impossible settings");
        }

        var words = new WordCodes(state.Words.Zip(state.Counts).ToDictionary(pair => pair.First, pair => pair.Second));
        var coder = LineAutoencoder.Describe(state.WordCount, dropout: 0);
        return new AutoModel(
            state,
            new LineCodes(words, new LineAutoencoder(reader.ReadNetwork(NormalName, coder)), new LineAutoencoder(reader.ReadNetwork(AnomalousName, coder)), state.WordCount),
            reader.ReadNetwork(ClassifierName, AutoTrainer.Describe(state, dropout: 0)));
    }

    public LogModelFinding? Judge(in JudgedSession session)
    {
        var key = session.Keys[^1];
        if (Label is not null || !_scores.TryGetValue(key, out var score))
        {
            score = Score(WordCodes.WordsOf(session.TemplateOf(key)));
            if (Label is null)
            {
                _scores.Add(key, score);
            }
        }

        return score <= _state.Threshold ? null : Explain(key, score, session.TemplateOf(key));
    }

    public void Save(ILogModelWriter writer)
    {
        writer.WriteState(_state, DetectorsJson.Default.AutoState);
        writer.WriteNetwork(NormalName, _codes.Normal.Network);
        writer.WriteNetwork(AnomalousName, _codes.Anomalous.Network);
        writer.WriteNetwork(ClassifierName, _network);
    }

    private float Score(IReadOnlyList<string> words)
    {
        var symbols = LineCodes.SymbolsOf(_codes.Reconstruct(words, Label));
        _network.Predict(symbols, symbols.Length, _outputs);
        return _outputs[1];
    }

    // The word whose absence makes the line look most normal.
    private LogModelFinding Explain(int key, float score, string template)
    {
        var words = WordCodes.WordsOf(template);
        var (most, least) = ("", score);
        foreach (var word in words.Take(_state.WordCount).Distinct())
        {
            if (Score([.. words.Where(other => other != word)]) is var other && other < least)
            {
                (most, least) = (word, other);
            }
        }

        var blamed = most.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; without the word \"{most}\" it would be {least:0.000}");
        return new LogModelFinding(score, _state.Threshold, string.Create(
            CultureInfo.InvariantCulture,
            $"\"{template}\" is like lines that were labelled anomalous: {score:0.000} of 1, from {_state.Threshold:0.000} on it is reported{blamed}"))
        {
            Key = key,
        };
    }
}

/// <summary>The model in a snapshot, without the weights of its networks.</summary>
/// <param name="Kind">The recurrent network.</param>
/// <param name="Words">The learnt words.</param>
/// <param name="Counts">How often each occurred.</param>
/// <param name="WordCount">Words of a line that are read.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="Threshold">Probability from which a line is reported.</param>
internal sealed record AutoState(AutoKind Kind, string[] Words, int[] Counts, int WordCount, int HiddenSize, float Threshold);
