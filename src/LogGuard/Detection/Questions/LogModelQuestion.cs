using LogGuard.Keys;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Detection.Questions;

/// <summary>Asks a model of the application's, which <see cref="ILogModelTrainer"/> made.</summary>
internal sealed class LogModelQuestion : IQuestion
{
    private readonly ILogModel _model;
    private readonly SymbolMap _symbols;
    private readonly int _sessionCount;
    private readonly int[] _keys;
    private readonly int[] _counts;

    /// <param name="name">The model's name.</param>
    /// <param name="windowSize">Number of latest keys that it reads.</param>
    /// <param name="model">The model.</param>
    /// <param name="symbols">The keys that occurred in training.</param>
    /// <param name="sessionCount">Number of sessions learnt from.</param>
    public LogModelQuestion(string name, int windowSize, ILogModel model, SymbolMap symbols, int sessionCount)
    {
        (Name, WindowSize, _model, _symbols, _sessionCount) = (name, windowSize, model, symbols, sessionCount);
        _keys = new int[windowSize];
        _counts = new int[symbols.Keys.Length];
    }

    public string Name { get; }

    public int WindowSize { get; }

    /// <summary>The model.</summary>
    public ILogModel Model => _model;

    public void Judge(ref EventJudgement judgement)
    {
        var session = judgement.Session;
        if (!_model.JudgesEvents || judgement.IsSettled)
        {
            return;
        }

        var keys = Latest(session, WindowSize - 1);
        keys.CopyTo(_keys);
        _keys[keys.Length] = judgement.Key;
        var severity = judgement.Values is null ? default(LogSeverity?) : judgement.Record.Severity;
        var judged = new JudgedSession(
            session, _keys.AsSpan(0, keys.Length + 1), judgement.Key, judgement.ElapsedSeconds, severity, judgement.Marks?.Vocabulary);
        if (_model.Judge(judged) is not { } finding)
        {
            return;
        }

        var pattern = AnomalyPattern.OfQuestion(Name, judged.Keys, []);
        if (!judgement.IsNormal(pattern))
        {
            judgement.Raise(VerdictOf(finding, session, pattern));
        }
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        var session = judgement.Session;
        var judged = new JudgedSession(session, Latest(session, WindowSize), LogKey.None, double.NaN, severity: null, judgement.Marks?.Vocabulary);
        if (_model.JudgeEnd(judged) is not { } finding)
        {
            return;
        }

        // An answer is about sessions with these counts.
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = session.Counts[_symbols.Keys[i]];
        }

        var pattern = AnomalyPattern.OfQuestion(Name, _symbols.Keys, _counts);
        if (!judgement.IsNormal(pattern))
        {
            judgement.Raise(VerdictOf(finding, session, pattern));
        }
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context)
    {
        var finding = (LogModelFinding)verdict.Detail!;
        return new Explanation(finding.Reason, finding.Expected);
    }

    public void Learn(IReadOnlyList<AnomalyPattern> normal)
    {
        // The marks answer for what is alike; the model learns at its next training.
    }

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        // Both keys stay apart until the next training.
    }

    public void Save(IQuestionWriter writer) => _model.Save(new LogModelFiles(Name, writer));

    private static ReadOnlySpan<int> Latest(Session session, int most) => session.Window[^(int)Math.Min(session.Length, Math.Min(most, session.Window.Length))..];

    private Verdict VerdictOf(LogModelFinding finding, Session session, ReadOnlySpan<int> pattern) =>
        new(AnomalyKind.Other, Surprise.OfNever(_sessionCount), finding)
        {
            Question = this,
            Pattern = AnomalyPattern.InSession(session, pattern),
            About = (finding.Key, LogKey.None),
        };
}
