using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Sequences;
using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>Predicts the next template of a session and reports one that is not among the most likely.</summary>
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

        var place = windows.PlaceOf(keys[^1]);
        var (order, shares) = Predict(PlacesOf(keys[..^1]));
        var rank = Array.IndexOf(order, place);
        if (rank >= 0 && rank < state.TopCount)
        {
            return null;
        }

        var (key, template) = (keys[^1], session.TemplateOf(keys[^1]));
        var expected = new List<ExpectedStep>();
        for (var i = 0; i < Math.Min(ExpectedLimit, order.Length); i++)
        {
            expected.Add(new ExpectedStep(session.TemplateOf(windows.KeyAt(order[i])), shares[order[i]]));
        }

        var score = rank < 0 ? order.Length + 1 : rank + 1;
        return new LogModelFinding(score, state.TopCount, string.Create(
            CultureInfo.InvariantCulture,
            $"\"{template}\" {(rank < 0 ? "is like no learnt template" : $"is number {score:N0} of {order.Length:N0} templates by how likely it comes here")}; the first {state.TopCount:N0} are normal"))
        {
            Key = key,
            Expected = expected,
        };
    }

    /// <summary>The place of the next template among those predicted, 0 for the most likely; -1 if it is none of them.</summary>
    public int RankOf(int[] window, int next) => Array.IndexOf(Predict(window).Order, next);

    public void Save(ILogModelWriter writer)
    {
        writer.WriteState(state, DetectorsJson.Default.NextTemplateState);
        writer.WriteNetwork(NextTemplateState.NetworkName, network);
        vectors.Save(writer, state.Keys);
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

            var shares = new float[windows.KeyCount];
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
/// <param name="TopCount">Number of most likely templates that are normal.</param>
internal sealed record NextTemplateState(int[] Keys, int VectorSize, int WindowSize, int HiddenSize, int TopCount)
{
    /// <summary>The name of the network's weights.</summary>
    public const string NetworkName = "network";

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() => SavedKeys.AreSound(Keys) && Keys.Length is > 0 and < char.MaxValue && VectorSize >= 1 && WindowSize is >= 1 and <= 1_024 && TopCount >= 1;
}
