using System.Collections.Concurrent;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class KeyAdoptionTests
{
    private const int LearntCount = 200;

    private readonly ConcurrentQueue<string> _told = new();
    private readonly LogKeyVocabulary _vocabulary = new(100);
    private readonly FeedbackMarks _feedback;
    private KeyAdoption _adoption;
    private readonly CountModel _counts;

    public KeyAdoptionTests()
    {
        Assert.True(_vocabulary.TryRestore([.. Enumerable.Range(1, 26).Select(key => $"template {key}")]));
        var diagnostics = new DiagnosticLog(_told.Enqueue, new TestTimeProvider());
        _feedback = new FeedbackMarks(_vocabulary, diagnostics);
        _adoption = new KeyAdoption(_vocabulary, _feedback, diagnostics);

        // In every learnt session a came once.
        _counts = new CountModel(LearntCount, [new CountConstraint(Some.Key('a'), 0, [1], [LearntCount])], new Dictionary<int, int> { [Some.Key('a')] = 1 });
    }

    [Fact]
    public void ARareLineThatLearningMayHaveMissedIsAdopted()
    {
        // One in 200 sessions: of 200 learnt ones, none has it in more than one of three cases.
        EndSessions(quiet: 5, others: 2_000);

        Assert.True(IsAdopted('x'));
        Assert.Contains(_told, line => line.Contains("it is normal from now on"));
    }

    [Fact]
    public void ALineThatLearningWouldHaveSeenIsAChangeAndNotAdopted()
    {
        EndSessions(quiet: 500, others: 2_000);

        Assert.False(IsAdopted('x'));
    }

    [Fact]
    public void FewSessionsSayTooLittleOfTheRate()
    {
        EndSessions(quiet: 5, others: 50);

        Assert.False(IsAdopted('x'));
    }

    [Fact]
    public void ALineOfANewKindOfSessionIsAdoptedAfterFive()
    {
        EndSessions(quiet: 4, others: 0, beginsNew: true);
        Assert.False(IsAdopted('x'));

        EndSessions(quiet: 1, others: 20, beginsNew: true);
        EndSessions(quiet: 1, others: 0, beginsNew: true);
        Assert.True(IsAdopted('x'));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("marked")]
    [InlineData("others")]
    [InlineData("counts")]
    [InlineData("turmoil")]
    public void ALineIsNotAdoptedIfSomethingElseIsWrong(string fault)
    {
        if (fault == "marked")
        {
            _feedback.Restore([], [new AnomalyPattern(AnomalyPattern.OfKey(stackalloc int[2], Some.Key('x')))]);
        }

        EndSessions(quiet: 0, others: 1_000);
        for (var i = 0; i < 10; i++)
        {
            End("x", fault == "counts" ? "a a" : "a", fault == "error" ? LogSeverity.Error : LogSeverity.Information, raisedElse: fault == "others" ? 1 : 0);
            for (var j = 0; fault == "turmoil" && j < 200; j++)
            {
                End("", "a", raisedElse: 1);
            }
        }

        EndSessions(quiet: 0, others: 1_000);
        Assert.False(IsAdopted('x'));
    }

    [Fact]
    public void TheCountsOfAnotherProcessGoOn()
    {
        EndSessions(quiet: 4, others: 2_000);
        using var saved = new MemoryStream();
        _adoption.Save(new BinaryWriter(saved));
        _adoption = new KeyAdoption(_vocabulary, _feedback, new DiagnosticLog(_told.Enqueue, new TestTimeProvider()));
        saved.Position = 0;
        _adoption.Restore(new BinaryReader(saved));
        Assert.Equal(saved.Length, saved.Position);
        Assert.False(IsAdopted('x'));

        EndSessions(quiet: 1, others: 1);
        Assert.True(IsAdopted('x'));
    }

    [Fact]
    public void OfOneStreamALineOfFiveMinutesIsAdoptedWhereLevelsTellWhatIsHarmless()
    {
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);
        Report(stream, 'y', minute: 0, LogSeverity.Error);
        for (var minute = 0; minute < 4; minute++)
        {
            Report(stream, 'x', minute);
            Report(stream, 'x', minute);
        }

        Assert.False(IsAdopted('x'));
        Report(stream, 'x', minute: 5);
        Assert.True(IsAdopted('x'));
        for (var minute = 0; minute < 9; minute++)
        {
            Report(stream, 'y', minute);
        }

        Assert.False(IsAdopted('y'));
    }

    [Fact]
    public void OfOneStreamWithoutLevelsNothingIsAdopted()
    {
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);
        for (var minute = 0; minute < 50; minute++)
        {
            Report(stream, 'x', minute);
        }

        Assert.False(IsAdopted('x'));
    }

    private bool IsAdopted(char letter) => _feedback.IsNormal([0, Some.Key(letter)]);

    // Sessions with x and without it, mixed.
    private void EndSessions(int quiet, int others, bool beginsNew = false)
    {
        for (var i = 0; i < Math.Max(quiet, others); i++)
        {
            if (i < others)
            {
                End("", "a");
            }

            if ((long)(i + 1) * quiet / Math.Max(quiet, others) > (long)i * quiet / Math.Max(quiet, others))
            {
                End("x", "a", beginsNew: beginsNew);
            }
        }
    }

    private void End(string newLines, string known, LogSeverity severity = LogSeverity.Information, int raisedElse = 0, bool beginsNew = false)
    {
        var session = Some.OpenSession(beginsNew ? "" : known);
        foreach (var letter in newLines)
        {
            session.RaisedCount++;
            _adoption.OnNewLine(session, Some.Record(letter) with { Severity = severity });
            session.Append(Some.Key(letter));
        }

        foreach (var key in beginsNew ? Some.Keys(known) : [])
        {
            session.Append(key);
        }

        session.RaisedCount += raisedElse;
        _adoption.OnEnd(session, LearntCount, ended => !_counts.IsUnusual(ended.Counts, out _));
    }

    private void Report(Session stream, char letter, int minute, LogSeverity severity = LogSeverity.Information)
    {
        var record = Some.Record(letter) with { Severity = severity, Timestamp = TestTimeProvider.Start.UtcTicks + minute * TimeSpan.TicksPerMinute };
        _adoption.OnNewLine(stream, record);
    }
}
