using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>
/// Asks whether a line comes in a place that recorded flows allow: after the steps that always come before it, and not after steps
/// that always come later. Counts, repetitions and elapsed times are not judged, and neither is a session's end: the tests that the
/// flows were recorded from say nothing about them.
/// </summary>
/// <remarks>
/// The flows with the same first key are one workflow. A line is compared with the flows of its session's workflow that have all
/// steps of the session so far; if no flow has them all, with every flow of the workflow that has the line, and then only a step that
/// all of them have before it can be missing. Sessions that begin with a key that begins no flow are not judged: they may be older
/// than the process. A line of level Warning or above has no usual place, so only its template is judged.
/// </remarks>
internal sealed class FlowQuestion : IQuestion
{
    public const string QuestionName = "Flow";

    /// <summary>Fewest sessions with the same difference, and their least share, from which it is taken for a flow that was not recorded.</summary>
    internal const int FewestToAllow = 10;

    internal const double LeastShareToAllow = 0.05;

    private readonly Dictionary<int, FlowOrder[]> _workflows;
    private readonly IReadOnlySet<int> _warnings;
    private readonly Dictionary<int, long> _judged = [];
    private readonly Dictionary<(int Key, int Other), long> _found = [];
    private readonly HashSet<(int Key, int Other)> _allowed = [];
    private readonly Action<int, int, long> _onAllowed;
    private readonly int _flowCount;

    // The session's keys that the workflow has, and the flows that are compared; reused.
    private readonly HashSet<int> _keys = [];
    private readonly List<FlowOrder> _candidates = [];
    private readonly Dictionary<int, int> _aliases = [];

    /// <param name="flows">The keys of each flow, in order; a part that repeats comes twice.</param>
    /// <param name="warnings">The keys that came at level Warning or above.</param>
    /// <param name="onAllowed">Called with a key, the other key of the difference and the number of sessions when it is not reported any more.</param>
    public FlowQuestion(IReadOnlyList<int[]> flows, IReadOnlySet<int> warnings, Action<int, int, long> onAllowed)
    {
        _workflows = flows.GroupBy(flow => flow[0]).ToDictionary(same => same.Key, same => same.Select(keys => new FlowOrder([.. keys.Where(key => !warnings.Contains(key))])).ToArray());
        (_flowCount, _warnings, _onAllowed) = (flows.Count, warnings, onAllowed);
    }

    public string Name => QuestionName;

    public void Judge(ref EventJudgement judgement)
    {
        var session = judgement.Session;
        if (judgement.IsSettled || session.Length == 0 || session.Id.IsStream || session.HasHole || session.IsReopened || !session.History.IsWhole
            || session.Counts[judgement.Key] > 0 || (judgement.Values is not null && judgement.Record.Severity >= LogSeverity.Warning)
            || _warnings.Contains(OwnKey(judgement.Key)) || !_workflows.TryGetValue(OwnKey(session.History.Steps[0].Key), out var flows))
        {
            return;
        }

        _judged[judgement.Key] = _judged.GetValueOrDefault(judgement.Key) + 1;
        if (Find(OwnKey(judgement.Key), session, flows) is not { } finding)
        {
            return;
        }

        var other = finding.Skipped is [var first, ..] ? first : finding.After;
        if (!IsCounted((judgement.Key, other)))
        {
            return;
        }

        var pattern = AnomalyPattern.OfQuestion(QuestionName, [judgement.Key, other], []);
        if (!judgement.IsNormal(pattern))
        {
            judgement.Raise(new Verdict(AnomalyKind.UnexpectedKey, Surprise.OfNever(_flowCount), finding)
            {
                Question = this,
                Pattern = AnomalyPattern.InSession(session, pattern),
            });
        }
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        // A session may end early for reasons that no test has, such as a customer who leaves.
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context)
    {
        var finding = (FlowFinding)verdict.Detail!;
        if (finding.Skipped is not [var first, .. var others])
        {
            return new Explanation(
                finding.IsForeign
                    ? $"no recorded flow that begins with {context.Quote(finding.After)} has this step"
                    : $"in the recorded flows this step always comes before {context.Quote(finding.After)}",
                []);
        }

        var reason = others.Length == 0
            ? $"the step {context.Quote(first)} was skipped; in the recorded flows it always comes before this one"
            : $"the step {context.Quote(first)} and {Wording.Count(others.Length, "other step")} were skipped; in the recorded flows they always come before this one";
        return new Explanation(reason, [new ExpectedStep(context.Vocabulary.GetTemplate(first), 1)])
        {
            SkippedStep = context.Vocabulary.GetTemplate(first),
        };
    }

    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        // Marked patterns are looked up when they are judged.
    }

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        foreach (var (from, to) in aliases)
        {
            _aliases.TryAdd(to, OwnKey(from));
        }
    }

    public void Save(IQuestionWriter writer)
    {
        // Made again from the file of the flows at each start.
    }

    // A merged key stands for the key of the flows that was merged into it.
    private int OwnKey(int key) => _aliases.TryGetValue(key, out var own) ? own : key;

    private FlowFinding? Find(int key, Session session, FlowOrder[] flows)
    {
        _keys.Clear();
        foreach (var step in session.History.Steps)
        {
            var own = OwnKey(step.Key);
            if (Array.Exists(flows, flow => flow.Has(own)))
            {
                _keys.Add(own);
            }
        }

        var isLike = TakeCandidates(key, flows);
        if (_candidates.Count == 0)
        {
            return new FlowFinding([], OwnKey(session.History.Steps[0].Key), IsForeign: true);
        }

        List<int>? skipped = null;
        foreach (var step in _candidates[0].InOrder)
        {
            if (!_keys.Contains(step) && step != key && _candidates.TrueForAll(flow => flow.ComesBefore(step, key)) && !IsMissedEarlier(step))
            {
                (skipped ??= []).Add(step);
            }
        }

        if (skipped is not null)
        {
            return new FlowFinding([.. skipped], skipped[0], IsForeign: false);
        }

        if (isLike)
        {
            foreach (var later in _keys)
            {
                if (_candidates.TrueForAll(flow => flow.IsOverBefore(key, later)))
                {
                    return new FlowFinding([], later, IsForeign: false);
                }
            }
        }

        return null;
    }

    // The flows that have all of the session's steps and this one; if there are none, all that have this one.
    private bool TakeCandidates(int key, FlowOrder[] flows)
    {
        _candidates.Clear();
        foreach (var flow in flows)
        {
            if (flow.Has(key) && _keys.All(flow.Has))
            {
                _candidates.Add(flow);
            }
        }

        if (_candidates.Count > 0)
        {
            return true;
        }

        _candidates.AddRange(flows.Where(flow => flow.Has(key)));
        return false;
    }

    // Whether the step was missing at an earlier line already, and was reported there.
    private bool IsMissedEarlier(int step)
    {
        foreach (var earlier in _keys)
        {
            if (_candidates.TrueForAll(flow => flow.ComesBefore(step, earlier)))
            {
                return true;
            }
        }

        return false;
    }

    // A difference that comes in one of twenty sessions is a flow that the tests lack, and not a fault in each of them.
    private bool IsCounted((int Key, int Other) difference)
    {
        if (_allowed.Contains(difference))
        {
            return false;
        }

        var found = _found[difference] = _found.GetValueOrDefault(difference) + 1;
        if (found <= FewestToAllow || found < LeastShareToAllow * _judged.GetValueOrDefault(difference.Key))
        {
            return true;
        }

        _allowed.Add(difference);
        _onAllowed(difference.Key, difference.Other, found);
        return false;
    }
}
