using System.Collections.Concurrent;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>The threshold of a question whose reports differ from session to session.</summary>
public class PromiseThresholdTests
{
    private const int Learnt = 2_000;

    private readonly ConcurrentQueue<string> _told = new();
    private readonly LogKeyVocabulary _vocabulary = new(1_000);
    private readonly ScriptedQuestion _question = new();
    private readonly SessionModel _model;
    private readonly PromiseWatch _watch;
    private readonly Random _random = new(1);
    private long _time = TestTimeProvider.Start.UtcTicks;

    public PromiseThresholdTests()
    {
        Assert.True(_vocabulary.TryRestore([.. Enumerable.Range(1, 500).Select(key => $"template {key}")]));
        _model = new SessionModel(new SymbolMap([1, 2]), Learnt, 10 * Learnt, _question);
        _watch = NewWatch();
    }

    [Fact]
    public void TheThresholdIsLoweredBelowWhatUsualSessionsHold()
    {
        for (var block = 0; block < PromiseWatch.BlockCount; block++)
        {
            EndBlock(reported: 10, surprise: 12.5, troubled: 2, troubledSurprise: 20);
        }

        Assert.Equal(13, _question.Threshold);
        Assert.Contains("its threshold is lower from now on", Assert.Single(_told));
    }

    [Fact]
    public void ABlockOfOutliersDoesNotMoveTheThreshold()
    {
        for (var block = 0; block < PromiseWatch.BlockCount; block++)
        {
            var isBurst = block is 3 or 4;
            EndBlock(reported: isBurst ? 80 : 10, surprise: isBurst ? 18.5 : 12.5, troubled: 2, troubledSurprise: 20);
        }

        Assert.Equal(13, _question.Threshold);
    }

    [Fact]
    public void AThresholdThatWouldLoseTheTroubledSessionsIsNotTaken()
    {
        for (var block = 0; block < PromiseWatch.BlockCount; block++)
        {
            EndBlock(reported: 10, surprise: 12.5, troubled: 2, troubledSurprise: 11);
        }

        Assert.Null(_question.Threshold);
        Assert.Contains("nothing of it is steady enough", Assert.Single(_told));
    }

    [Fact]
    public void TheCountsOfAnotherProcessGoOn()
    {
        for (var block = 0; block < PromiseWatch.BlockCount - 1; block++)
        {
            EndBlock(reported: 10, surprise: 12.5, troubled: 2, troubledSurprise: 20);
        }

        using var saved = new MemoryStream();
        _watch.Save(new BinaryWriter(saved));
        var restarted = NewWatch();
        saved.Position = 0;
        restarted.Restore(new BinaryReader(saved), _model);

        Assert.Equal(saved.Length, saved.Position);
        Assert.Equivalent(_watch.Measured, restarted.Measured);
        EndBlock(reported: 10, surprise: 12.5, troubled: 2, troubledSurprise: 20, restarted);
        Assert.Equal(13, _question.Threshold);
    }

    [Fact]
    public void DamagedCountsAreRefused()
    {
        EndBlock(reported: 10, surprise: 12.5, troubled: 2, troubledSurprise: 20);
        using var saved = new MemoryStream();
        _watch.Save(new BinaryWriter(saved));

        for (var length = 0; length < saved.Length; length++)
        {
            var cut = new BinaryReader(new MemoryStream(saved.ToArray(), 0, length));
            var exception = Record.Exception(() => NewWatch().Restore(cut, _model));
            Assert.True(exception is IOException or InvalidDataException or FormatException, $"{length}: {exception}");
        }
    }

    private PromiseWatch NewWatch()
    {
        var diagnostics = new DiagnosticLog(_told.Enqueue, new TestTimeProvider());
        return new PromiseWatch(0.001, _vocabulary, new FeedbackMarks(_vocabulary, diagnostics), diagnostics, (_, _) => { });
    }

    // Each report is of another step.
    private void EndBlock(int reported, double surprise, int troubled, double troubledSurprise, PromiseWatch? watch = null)
    {
        for (var i = 0; i < PromiseWatch.SessionsPerBlock; i++)
        {
            var session = Some.OpenSession("abc");
            _time += TimeSpan.TicksPerHour * 3 / PromiseWatch.SessionsPerBlock;
            session.SetLast(Some.Record('c') with { Timestamp = _time });
            var isReported = i >= 100 && i < 100 + reported + troubled;
            if (isReported)
            {
                var isTroubled = i >= 100 + reported;
                var verdict = new Verdict(AnomalyKind.UnexpectedKey, isTroubled ? troubledSurprise : surprise)
                {
                    Question = _question,
                    Pattern = new AnomalyPattern([1, 1, 2, 1 + _random.Next(500), 1 + _random.Next(500)]),
                };
                PromiseWatch.OnReported(session, verdict, isTroubled ? LogSeverity.Warning : LogSeverity.Information);
            }

            (watch ?? _watch).OnEnd(session, _model, (_, _) => true);
        }
    }

    private sealed class ScriptedQuestion : IThresholdQuestion
    {
        public string Name => "Scripted";

        public double? ExpectedAlarmRate => 0;

        public double? Threshold { get; private set; }

        public IQuestion? WithThreshold(double surprise)
        {
            Threshold = surprise;
            return this;
        }

        public void Judge(ref EventJudgement judgement)
        {
        }

        public void JudgeEnd(ref EndJudgement judgement)
        {
        }

        public Explanation Explain(Verdict verdict, ExplanationContext context) => new("", []);

        public void Learn(IReadOnlyList<AnomalyPattern> normal)
        {
        }

        public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
        {
        }

        public void Save(IQuestionWriter writer)
        {
        }
    }
}
