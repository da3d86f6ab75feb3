using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Labelled;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// DeepLog's key model and value model merged into one network (Kuzník, chapter 3): an LSTM over windows of one-hot keys and one-hot
/// attributes whose sigmoid tells how likely a window is anomalous.
/// </summary>
/// <remarks>
/// xₜ = [onehot(keyₜ), onehot(attributeₜ)] (keys + 2 + 6); hₜ = LSTM₂(LSTM₁(x₁..xₜ)) (64); p = σ(w·h₁₀ + b). Other than in the paper: a model
/// sees keys and not the values in a line, so that the attribute is how often the key has come so far; a session is reported if its most
/// anomalous window is; and the threshold is the one with the highest F1 on a tenth of the labelled sessions that is held out.
/// </remarks>
public sealed class MergedLstmTrainer : ILogModelTrainer
{
    private const int LayerCount = 2;
    private const int Patience = 10;

    private readonly MergedLstmOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public MergedLstmTrainer(MergedLstmOptions? options = null)
    {
        _options = options ?? new MergedLstmOptions();
        OptionFaults.ThrowIfAny(_options.Check());
    }

    /// <inheritdoc/>
    public string Name => "MergedLstm";

    /// <inheritdoc/>
    public int WindowSize => _options.SessionLength;

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (LabelledRows.Of(data) is not { } sessions)
        {
            return null;
        }

        var state = new MergedLstmState([.. data.Keys], _options.WindowSize, _options.HiddenSize, _options.SessionLength, 0.5f);
        var windows = new MergedWindows(new KeyTable(state.Keys), state.WindowSize, state.SessionLength);
        var network = data.Engine.Create(Describe(state), data.Seed);
        var (fit, heldOut) = sessions.Divide();
        Fit(network, windows, WindowsOf(windows, fit), WindowsOf(windows, heldOut), data);

        // The threshold belongs to sessions, each with its most anomalous window, and not to windows.
        var scored = heldOut.Select(row => (Score: new MergedLstmModel(network, windows, state).Judge(row.Keys).Score, row.IsAnomalous, row.Count)).ToArray();
        var threshold = BestThreshold.Of(scored);
        data.Tell(string.Create(CultureInfo.InvariantCulture, $"sessions are reported from {threshold:0.000} on, which divides those held out best."));
        return new MergedLstmModel(network, windows, state with { Threshold = threshold });
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.MergedLstmState);
        return state.IsSound()
            ? new MergedLstmModel(
                reader.ReadNetwork(LabelledState.NetworkName, Describe(state)), new MergedWindows(new KeyTable(state.Keys), state.WindowSize, state.SessionLength), state)
            : throw new InvalidDataException("the merged LSTM has impossible settings");
    }

    private static NetworkDescription Describe(MergedLstmState state) => new()
    {
        OutputCount = 1,
        Head = NetworkHead.Sigmoid,
        Sources =
        [
            new NetworkSource
            {
                SymbolCount = state.Keys.Length + 2,
                ValueCount = MergedWindows.AttributeCount,
                Recurrent = new RecurrentStack { HiddenSize = state.HiddenSize, LayerCount = LayerCount },
            },
        ],
    };

    // Equal windows are one, with the share of them that is in anomalous sessions.
    private static (int[] Codes, float Target, float Weight)[] WindowsOf(MergedWindows windows, LabelledRow[] sessions)
    {
        var counts = new Dictionary<string, (int[] Codes, double Anomalous, double All)>();
        foreach (var session in sessions)
        {
            var codes = windows.CodesOf(session.Keys);
            foreach (var range in windows.RangesOf(codes.Length))
            {
                var window = codes[range];
                var name = string.Join(',', window);
                var (_, anomalous, all) = counts.GetValueOrDefault(name);
                counts[name] = (window, anomalous + (session.IsAnomalous ? session.Count : 0), all + session.Count);
            }
        }

        return [.. counts.Values.Select(one => (one.Codes, (float)(one.Anomalous / one.All), (float)Math.Sqrt(one.All)))];
    }

    private void Fit(
        INeuralNetwork network, MergedWindows windows, (int[] Codes, float Target, float Weight)[] fit, (int[] Codes, float Target, float Weight)[] heldOut, LogModelData data)
    {
        new NetworkTraining<(int[] Codes, float Target, float Weight)>
        {
            Epochs = _options.Epochs,
            Patience = Patience,
            Batches = NetworkTraining<(int[] Codes, float Target, float Weight)>.Shuffled(fit, _options.BatchSize, new Random(data.Seed)),
            BatchOf = batch => windows.BatchOf([.. batch.Select(window => window.Codes)]),
            TargetsOf = batch => new NetworkTargets { Values = Array.ConvertAll(batch, window => window.Target), Weights = Array.ConvertAll(batch, window => window.Weight) },
            HeldOutLoss = () => heldOut.Chunk(_options.BatchSize).Sum(batch => LossOf(network, windows, batch)),
        }.Run(network, new AdamOptions { LearningRate = _options.LearningRate, PositiveWeight = _options.PositiveWeight, GradientNormLimit = 5 }, data.Cancellation, data.Progress);
    }

    private double LossOf(INeuralNetwork network, MergedWindows windows, (int[] Codes, float Target, float Weight)[] batch)
    {
        var outputs = new float[batch.Length];
        network.Predict(windows.BatchOf([.. batch.Select(window => window.Codes)]), outputs);
        return batch.Zip(outputs, (window, p) => window.Weight * -(
            (_options.PositiveWeight * window.Target * Math.Log(Math.Max(1e-12, p))) + ((1 - window.Target) * Math.Log(Math.Max(1e-12, 1 - p))))).Sum();
    }
}
