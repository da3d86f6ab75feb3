using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Models.Windows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Learning.Training;

/// <summary>The model that judges by recorded flows while the detector collects the sessions of its first training.</summary>
internal sealed class FlowJudge
{
    /// <param name="flows">The flows.</param>
    /// <param name="vocabulary">The templates of the keys; gets those of the flows.</param>
    /// <param name="marks">The answers.</param>
    /// <param name="diagnostics">Receives what is judged.</param>
    public FlowJudge(LogFlows flows, LogKeyVocabulary vocabulary, FeedbackMarks marks, DiagnosticLog diagnostics)
    {
        int[][] sequences = [.. flows.Flows.Select(flow => flow.Unfold().Select(vocabulary.GetOrAdd).ToArray())];
        Keys = [.. flows.Run.Select(vocabulary.GetOrAdd).Where(key => key != LogKey.Unknown).Distinct().Order()];
        var symbols = new SymbolMap(Keys);
        var flow = new FlowQuestion(sequences, flows.Flows.SelectMany(flow => flow.Warnings).Select(vocabulary.GetOrAdd).ToHashSet(), (key, other, count) => diagnostics.Warn(
            $"{count:N0} sessions differed from the recorded flows at {Wording.Quote(vocabulary.GetTemplate(key))}, about {Wording.Quote(vocabulary.GetTemplate(other))}, "
            + "which is too many for a fault: it is not reported any more, and their flow is missing in the file of Training.WarmStart."));
        Model = new SessionModel(
            symbols, Math.Max(1, sequences.Length), Math.Max(1, sequences.Sum(sequence => sequence.Length)), new NewKeyQuestion(symbols, Math.Max(1, Keys.Length)), flow)
        {
            Marks = marks,
            Workflows = new WorkflowSet(new WorkflowMiner(vocabulary.GetTemplate).Mine([.. sequences.Select(keys => new WorkflowTrace(keys))], noise: 0)),
        };
        diagnostics.Tell(
            $"warm start with {Wording.Count(sequences.Length, "recorded flow")} and {Wording.Count(Keys.Length, "template")}: new, skipped and reordered steps are reported while sessions are collected.");
    }

    /// <summary>The keys that occur in the flows, or outside sessions.</summary>
    public int[] Keys { get; }

    /// <summary>The model.</summary>
    public SessionModel Model { get; }

    /// <summary>Reads the flows of a setting.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="ArgumentException">The file cannot be read, or is malformed.</exception>
    public static LogFlows? ReadFlows(string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return LogFlows.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or NotSupportedException)
        {
            throw new ArgumentException($"{nameof(AnomalyDetectorOptions)}: Training.WarmStart is \"{path}\"; it must be a file of flows: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
