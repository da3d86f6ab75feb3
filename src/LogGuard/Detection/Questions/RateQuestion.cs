using LogGuard.Keys;
using LogGuard.Models.Rates;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>Does each template come as often as usual? Raises <see cref="AnomalyKind.UnusualRate"/>. Only accessed by the reader.</summary>
/// <remarks>
/// Not an <see cref="IQuestion"/>. That one judges an event in its session and is trained on sessions at one time; this one judges
/// windows of time, belongs to no session's verdict, and learns all the time, because a training of minutes contains no hour and
/// no day. Answers are patterns as those of other questions.
/// </remarks>
internal sealed class RateQuestion
{
    public const string QuestionName = "Rates";

    // The numbers of a pattern behind its key.
    private const int Storm = 0;
    private const int StormOfSessions = 1;
    private const int Stop = 2;
    private const int MostMagnitude = 63;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly FeedbackMarks _marks;
    private readonly RateExplainer _explainer;
    private readonly RateModel _model;
    private readonly Action<Anomaly> _raise;
    private readonly int _keyLimit;
    private readonly HashSet<int> _merged = [];
    private long _learntVersion = -1;

    /// <param name="options">The settings.</param>
    /// <param name="marks">The answers.</param>
    /// <param name="explainer">Makes the anomalies.</param>
    /// <param name="state">The saved state; null for none.</param>
    /// <param name="load">Number of events lost so far, and number of events that wait.</param>
    /// <param name="raise">Receives the anomalies.</param>
    public RateQuestion(
        AnomalyDetectorOptions options, FeedbackMarks marks, RateExplainer explainer, RateState? state,
        (Func<long> Lost, Func<int> Waiting) load, Action<Anomaly> raise)
    {
        (_vocabulary, _marks, _explainer, _raise, _keyLimit) = (explainer.Vocabulary, marks, explainer, raise, options.Rates.KeyLimit);

        _model = new RateModel(_keyLimit, () => options.Model.TargetAlarmRate, state)
        {
            Report = Report,
            Lost = load.Lost,
            Waiting = load.Waiting,
        };
    }

    /// <summary>Increases as rates are learnt.</summary>
    public long LearntCount => _model.LearntCount;

    /// <summary>Counts an event, before it is added to its session.</summary>
    /// <param name="record">The event.</param>
    /// <param name="beginsSession">Whether it is the first of its session.</param>
    /// <param name="timestamp">Its effective time, in UTC ticks.</param>
    /// <param name="now">The latest event time so far.</param>
    /// <param name="judges">Whether to judge, and not only to learn.</param>
    public void Add(in LogRecord record, bool beginsSession, long timestamp, long now, bool judges) =>
        _model.Add(record, beginsSession && !record.Session.IsStream, timestamp, now, judges);

    /// <summary>Learns the answers that were given since the last call.</summary>
    public void LearnAnswers()
    {
        if (_marks.Version is var version && version == _learntVersion)
        {
            return;
        }

        _learntVersion = version;
        foreach (var pattern in _marks.ToArray(isNormal: true).Where(pattern => pattern.Form == QuestionName))
        {
            if (pattern.Values is [_, 1, var key, var what and >= Storm and <= Stop, var magnitude])
            {
                _model.Accept(key, what == StormOfSessions, what == Stop, magnitude);
            }
        }
    }

    /// <summary>Adds the rates of keys that were merged to those of the keys that they were merged into.</summary>
    public void MergeKeys()
    {
        for (var key = 1; key <= Math.Min(_keyLimit, _vocabulary.Count); key++)
        {
            if (_vocabulary.Resolve(key) is var target && target != key && _merged.Add(key) && target <= _keyLimit)
            {
                _model.Merge(key, target);
            }
        }
    }

    /// <summary>The learnt rates as saved data.</summary>
    /// <param name="keyCount">Number of keys in the snapshot.</param>
    /// <returns>Null if nothing was learnt.</returns>
    public RateState? Save(int keyCount) => LearntCount == 0 ? null : _model.Save(keyCount);

    // Returns whether the finding is normal by an answer.
    private bool Report(RateFinding finding, in LogRecord record)
    {
        var what = finding.IsStop ? Stop : finding.IsOfSessions ? StormOfSessions : Storm;
        if (IsNormal(finding, what))
        {
            return true;
        }

        var pattern = new AnomalyPattern(PatternOf(finding.Key, what, finding.Magnitude));
        _raise(_explainer.Explain(finding, pattern, record));
        return false;
    }

    // An answer holds up to twice the rate that it was given for.
    private bool IsNormal(RateFinding finding, int what)
    {
        if (_marks.NormalCount == 0)
        {
            return false;
        }

        for (var magnitude = Math.Max(0, finding.Magnitude - 1); magnitude <= (finding.IsStop ? 0 : MostMagnitude); magnitude++)
        {
            if (_marks.IsNormal(PatternOf(finding.Key, what, magnitude)))
            {
                return true;
            }
        }

        return false;
    }

    private static int[] PatternOf(int key, int what, int magnitude) => AnomalyPattern.OfQuestion(QuestionName, [key], [what, magnitude]);
}
