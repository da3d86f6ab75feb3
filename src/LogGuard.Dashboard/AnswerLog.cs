using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace LogGuard.Dashboard;

/// <summary>The latest answers that were given on the page, with their users. Each is also a line of the application's log. Thread-safe.</summary>
internal sealed partial class AnswerLog(ILogger<AnswerLog> logger, TimeProvider time)
{
    private ImmutableList<DashboardAnswer> _answers = [];
    private long _count;

    /// <summary>Most answers that are kept.</summary>
    public int Limit { get; set; } = 1_000;

    /// <summary>The answers, the oldest first.</summary>
    public IReadOnlyList<DashboardAnswer> All => Volatile.Read(ref _answers);

    public void Add(string user, string text, string subject, long anomalyId = 0, string? fingerprint = null)
    {
        var answer = new DashboardAnswer(Interlocked.Increment(ref _count), time.GetUtcNow(), user, text, subject) { AnomalyId = anomalyId, Fingerprint = fingerprint };
        ImmutableInterlocked.Update(ref _answers, static (answers, one) => (answers.Count < one.Limit ? answers : answers.RemoveAt(0)).Add(one.Answer), (Answer: answer, Limit));
        LogAnswer(user, text, subject);
    }

    /// <summary>The answer with a number that was not taken back; null if there is none.</summary>
    public DashboardAnswer? Find(long number) => All.FirstOrDefault(answer => answer.Number == number && !answer.IsUndone);

    public void Undo(DashboardAnswer answer, string user)
    {
        ImmutableInterlocked.Update(ref _answers, static (answers, one) => answers.Contains(one) ? answers.Replace(one, one with { IsUndone = true }) : answers, answer);
        LogUndo(user, answer.Text, answer.Subject);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{User} answered on the page of LogGuard: {Answer} ({Subject})")]
    private partial void LogAnswer(string user, string answer, string subject);

    [LoggerMessage(Level = LogLevel.Information, Message = "{User} took an answer back on the page of LogGuard: {Answer} ({Subject})")]
    private partial void LogUndo(string user, string answer, string subject);
}
