using LogGuard.Detection;
using LogGuard.Detectors.Tests.Support;
using LogGuard.Keys;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>The orders of a shop as a model sees them: what it learns from, and how it judges others.</summary>
internal sealed class ShopLesson
{
    private const string Fault = "Fatal error in the payment of order {OrderId}";

    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly Dictionary<string, int[]> _shared = [];
    private readonly int[] _keys;

    public ShopLesson() => _keys = [.. ShopLog.Templates.Append(Fault).Select(_vocabulary.GetOrAdd)];

    /// <summary>Usual orders.</summary>
    public int[][] Usual { get; } = [.. Some(20, seed: 7)];

    /// <summary>Unpaid orders, the last with a line that no order had.</summary>
    public int[][] Unpaid { get; } = [ShopLog.Unpaid, [0, 1, 1, 4], [0, 1, 2, 4], [0, 1, 5, 4]];

    /// <summary>What a model learns from: collected orders, and as many with labels, the anomalous ones unpaid.</summary>
    /// <param name="engine">The engine that learns.</param>
    /// <param name="isOfLines">Whether each line has a label instead.</param>
    /// <param name="told">Receives what the trainer says.</param>
    public LogModelData DataFor(INeuralEngine engine, bool isOfLines, Action<string> told)
    {
        LogModelSession[] labelled = isOfLines
            ? [.. Enumerable.Range(0, 120).Select(number => new LogModelSession(KeysOf([number % 6]), IsAnomalous: number % 6 == 5))]
            : [.. Some(60, seed: 3).Select(order => new LogModelSession(KeysOf(order), IsAnomalous: false)),
               .. Some(40, seed: 4).Select(order => new LogModelSession(KeysOf([.. order.Where(step => step != 3)]), IsAnomalous: true))];
        return new LogModelData
        {
            Sessions = [.. Some(200, seed: 2).Select(order => new LogModelSession(KeysOf(order)))],
            Labelled = labelled,
            Keys = isOfLines ? _keys : _keys[..^1],
            TemplateOf = _vocabulary.GetTemplate,
            Engine = engine,
            Seed = ShopLog.Seed,
            TargetAlarmRate = 0.001,
            Tell = told,
        };
    }

    /// <summary>What a model finds in an order: at its lines, or else at its end.</summary>
    public LogModelFinding? Judge(ILogModel model, int windowSize, int[] order)
    {
        int[] keys = KeysOf(order);
        var session = new Session(windowSize);
        session.Open(SessionId.From("judged"), collects: false);
        for (int i = 0; i < keys.Length; i++)
        {
            ReadOnlySpan<int> window = keys.AsSpan(Math.Max(0, i + 1 - windowSize)..(i + 1));
            if (model.JudgesEvents && model.Judge(new JudgedSession(session, window, keys[i], double.NaN, LogSeverity.Information, _vocabulary)) is { } finding)
            {
                return finding;
            }

            session.Append(keys[i]);
        }

        return model.JudgeEnd(new JudgedSession(session, keys.AsSpan(Math.Max(0, keys.Length - windowSize)..), LogKey.None, double.NaN, severity: null, _vocabulary));
    }

    private static IEnumerable<int[]> Some(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ShopLog.Usual(random))];
    }

    // Equal sessions share their memory, as in a detector.
    private int[] KeysOf(int[] order)
    {
        string name = string.Join(' ', order);
        return _shared.TryGetValue(name, out int[]? keys) ? keys : _shared[name] = Array.ConvertAll(order, step => _keys[step]);
    }
}
