using System.Globalization;
using System.Text.Json.Serialization;
using LogGuard.Detection;
using LogGuard.Detectors.Sequences;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>Predicts the next template of a session, or its end, and reports one that is not among the most likely.</summary>
internal sealed class NextTemplateModel(INeuralNetwork network, TemplateWindows windows, SessionVectors vectors, NextTemplateState state) : ILogModel
{
    private const int ExpectedLimit = 3;

    // Workflows repeat themselves; some MB at most.
    private const int CacheLimit = 20_000;

    private readonly Dictionary<string, (int[] Order, float[] Shares)> _predictions = [];

    public bool JudgesEvents => true;

    public LogModelFinding? Judge(in JudgedSession session)
    {
        vectors.Meet(session);
        var keys = session.Keys;
        if (keys.Length < 2)
        {
            return null;
        }

        return Judge(session, keys[..^1], windows.PlaceOf(keys[^1]));
    }

    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        if (!state.PredictsEnd || session.Keys.Length == 0)
        {
            return null;
        }

        vectors.Meet(session);
        return Judge(session, session.Keys, windows.EndPlace);
    }

    /// <summary>The probability of the next step, 0..1.</summary>
    public float ProbabilityOf(int[] window, int next) => Predict(window).Shares[next];

    public void Save(ILogModelWriter writer)
    {
        writer.WriteState(state, DetectorsJson.Default.NextTemplateState);
        writer.WriteNetwork(NextTemplateState.NetworkName, network);
        vectors.Save(writer, state.Keys);
    }

    private LogModelFinding? Judge(in JudgedSession session, ReadOnlySpan<int> before, int place)
    {
        var (order, shares) = Predict(PlacesOf(before));
        var (rank, share) = place < 0 ? (order.Length, 0) : (Array.IndexOf(order, place), shares[place]);
        if (state.TopCount is { } top ? rank < top : share >= state.LeastProbability)
        {
            return null;
        }

        var expected = new List<ExpectedStep>();
        for (var i = 0; i < Math.Min(ExpectedLimit, order.Length); i++)
        {
            expected.Add(new ExpectedStep(order[i] == windows.EndPlace ? null : session.TemplateOf(windows.KeyAt(order[i])), shares[order[i]]));
        }

        var (key, isEnd) = (session.Keys[^1], place == windows.EndPlace);
        var (score, limit, measure, normal) = state.TopCount is { } count
            ? (rank + 1, count, $"is number {rank + 1:N0} of {order.Length:N0} steps by how likely it comes here", $"the first {count:N0} are normal")
            : (share, state.LeastProbability, $"has a probability of {share:0.0######} here", $"{state.LeastProbability:0.0######} or more is normal");
        return new LogModelFinding(
            score, limit, $"{(isEnd ? "the end after " : "")}\"{session.TemplateOf(key)}\" {(place < 0 ? "is like no learnt template" : measure)}; {normal}")
        {
            Key = key,
            Expected = expected,
        };
    }

    private int[] PlacesOf(ReadOnlySpan<int> keys)
    {
        var latest = keys[^Math.Min(keys.Length, state.WindowSize)..];
        var places = new int[latest.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = windows.PlaceOf(latest[i]);
        }

        return places;
    }

    private (int[] Order, float[] Shares) Predict(int[] window)
    {
        var name = string.Create(window.Length, window, static (text, places) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)(places[i] + 1);
            }
        });
        if (!_predictions.TryGetValue(name, out var prediction))
        {
            if (_predictions.Count >= CacheLimit)
            {
                _predictions.Clear();
            }

            var shares = new float[state.StepCount];
            network.Predict(windows.BatchOf([window]), shares);
            var order = Enumerable.Range(0, shares.Length).ToArray();
            Array.Sort(order, (a, b) => shares[b].CompareTo(shares[a]) is var by && by != 0 ? by : a.CompareTo(b));
            _predictions[name] = prediction = (order, shares);
        }

        return prediction;
    }
}

/// <summary>The model in a snapshot, without its weights.</summary>
/// <param name="Keys">The learnt keys.</param>
/// <param name="VectorSize">Components of a template's vector.</param>
/// <param name="WindowSize">Events of a window.</param>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="TopCount">Number of most likely steps that are normal; null: the probability decides.</param>
/// <param name="LeastProbability">Probability from which a step is normal, 0..1.</param>
/// <param name="PredictsEnd">Whether the end of a session is a step.</param>
internal sealed record NextTemplateState(int[] Keys, int VectorSize, int WindowSize, int HiddenSize, int? TopCount, float LeastProbability, bool PredictsEnd)
{
    /// <summary>The name of the network's weights.</summary>
    public const string NetworkName = "network";

    /// <summary>Number of steps that are told apart, the outputs of the network.</summary>
    [JsonIgnore]
    public int StepCount => Keys.Length + (PredictsEnd ? 1 : 0);

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() => SavedKeys.AreSound(Keys) && Keys.Length is > 0 and < char.MaxValue && VectorSize >= 1 && WindowSize is >= 1 and <= 1_024 && TopCount is null or >= 1 && LeastProbability is >= 0 and <= 1;
}
