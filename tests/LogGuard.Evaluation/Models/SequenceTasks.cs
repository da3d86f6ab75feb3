using LogGuard.EvaluationRuns.Calibration;
using LogGuard.EvaluationRuns.Calibration.Sets;
using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Logs of sessions other than HDFS: virtual machines of OpenStack, traces of TrainTicket, and windows of BGL.</summary>
internal static class SequenceTasks
{
    // LogMS, section 4.1.
    private const int BglWindow = 150;

    private static readonly Lazy<(LogKeyVocabulary Vocabulary, ModelSession[] Sessions)> OpenStackSessions = new(() =>
    {
        var vocabulary = new LogKeyVocabulary(1_000);
        ModelSession[] sessions =
        [
            .. Read("openstack_train", false), .. Read("openstack_test_normal", false), .. Read("openstack_test_abnormal", true),
        ];
        new Random(1).Shuffle(sessions);
        return (vocabulary, sessions);

        // The sequences have numbers for statements, without their text.
        IEnumerable<ModelSession> Read(string name, bool isAnomalous) => DataFiles.ReadLines($"openstack_sequences/{name}.txt.gz")
            .Where(line => line.Length > 0)
            .Select(line => new ModelSession([.. line.Split(',', 2)[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => vocabulary.GetOrAdd($"event {key}"))], isAnomalous));
    });

    private static readonly Lazy<(LogKeyVocabulary Vocabulary, ModelSession[] Sessions)> TrainTicketSessions = new(() =>
    {
        var vocabulary = new LogKeyVocabulary(100_000);
        var traces = new Dictionary<string, (List<int> Keys, CaseLabel Label)>();
        foreach (var line in TrainTicketLog.Read().Where(line => line.Label != CaseLabel.Unscored))
        {
            if (!traces.TryGetValue(line.Trace, out var trace))
            {
                traces.Add(line.Trace, trace = ([], line.Label));
            }

            trace.Keys.Add(vocabulary.GetOrAdd(line.Statement));
        }

        return (vocabulary, [.. traces.Values.Select(trace => new ModelSession([.. trace.Keys], trace.Label == CaseLabel.Anomalous))]);
    });

    private static readonly Lazy<(LogKeyVocabulary Vocabulary, ModelSession[] Sessions)> BglWindows = new(() =>
    {
        var (miner, vocabulary) = (new TemplateMiner(), new LogKeyVocabulary(100_000));
        var lines = DataFiles.ReadLines("bgl/BGL_first_100000.log.gz");
        var mined = lines.ConvertAll(line => miner.Learn(line.Split(' ', 7)[^1]).Id);
        var keys = mined.ConvertAll(id => vocabulary.GetOrAdd(miner.Get(miner.Resolve(id)).Text));
        return (vocabulary,
        [
            .. Enumerable.Range(0, lines.Count / BglWindow).Select(window => new ModelSession(
                [.. keys.GetRange(window * BglWindow, BglWindow)],
                lines.GetRange(window * BglWindow, BglWindow).Exists(line => !line.StartsWith("- ", StringComparison.Ordinal)))),
        ]);
    });

    /// <summary>OpenStack: 1,000 normal machines, drawn at random, are learnt.</summary>
    public static ModelTask OpenStackNormal() => Normal("openstack", OpenStackSessions.Value, 1_000);

    /// <summary>OpenStack: half of the machines, drawn at random, are learnt with labels.</summary>
    public static ModelTask OpenStackLabelled() => Half("openstack", OpenStackSessions.Value);

    /// <summary>TrainTicket: the first 1,000 normal traces are learnt, in order of time.</summary>
    public static ModelTask TrainTicketNormal() => Normal("trainticket", TrainTicketSessions.Value, 1_000);

    /// <summary>TrainTicket: the first half of the traces is learnt with labels.</summary>
    public static ModelTask TrainTicketLabelled() => Half("trainticket", TrainTicketSessions.Value);

    /// <summary>BGL in windows of 150 lines: the normal ones of the first half are learnt.</summary>
    public static ModelTask BglNormal() => Half("bgl windows", BglWindows.Value, isLabelled: false);

    /// <summary>BGL in windows of 150 lines: the first half is learnt with labels.</summary>
    public static ModelTask BglLabelled() => Half("bgl windows", BglWindows.Value);

    private static ModelTask Normal(string set, (LogKeyVocabulary Vocabulary, ModelSession[] Sessions) log, int count)
    {
        var learnt = log.Sessions.Where(session => !session.IsAnomalous).Take(count).ToHashSet(ReferenceEqualityComparer.Instance);
        return new()
        {
            Set = set,
            Division = $"{count:N0} normal learnt",
            Learnt = [.. log.Sessions.Where(learnt.Contains).Select(session => session.Keys)],
            Judged = [.. log.Sessions.Where(session => !learnt.Contains(session))],
            Vocabulary = log.Vocabulary,
        };
    }

    private static ModelTask Half(string set, (LogKeyVocabulary Vocabulary, ModelSession[] Sessions) log, bool isLabelled = true)
    {
        var (learnt, judged) = (log.Sessions[..(log.Sessions.Length / 2)], log.Sessions[(log.Sessions.Length / 2)..]);
        return new()
        {
            Set = set,
            Division = isLabelled ? "first half learnt, with labels" : "normal ones of the first half learnt",
            Learnt = [.. learnt.Where(session => !session.IsAnomalous).Select(session => session.Keys)],
            Labelled = isLabelled ? learnt : [],
            Judged = judged,
            Vocabulary = log.Vocabulary,
        };
    }
}
