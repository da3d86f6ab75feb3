using System.Diagnostics;
using LogGuard;
using WebApi.Faults;

namespace WebApi.Load;

/// <summary>Compares the received anomalies with the faults that struck.</summary>
/// <param name="Faults">Requests with a fault.</param>
/// <param name="Found">Requests with a fault and an anomaly.</param>
/// <param name="StepRight">Requests with a fault whose first anomaly names the step.</param>
/// <param name="FalseAlarms">Requests with an anomaly but without a fault.</param>
/// <param name="WorstDetection">The longest time from a response to the first anomaly of its request.</param>
/// <param name="Late">The number of these times above one second.</param>
/// <param name="Slowest">The anomaly with the longest time; null if none was found.</param>
/// <param name="Missed">The faults that were not found or whose step was not named.</param>
/// <param name="False">The first anomaly of each false alarm.</param>
internal sealed record FaultScore(
    int Faults, int Found, int StepRight, int FalseAlarms, TimeSpan WorstDetection, int Late, Anomaly? Slowest,
    IReadOnlyList<(FaultKind Kind, Sent Sent, Anomaly? Anomaly)> Missed, IReadOnlyList<Anomaly> False)
{
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(1);

    public static FaultScore Of(IReadOnlyCollection<(FaultKind Kind, Sent Sent)> faults, IReadOnlyCollection<(Anomaly Anomaly, long Arrived)> anomalies)
    {
        var first = new Dictionary<string, (Anomaly Anomaly, long Arrived)>(StringComparer.Ordinal);
        foreach (var arrival in anomalies)
        {
            first.TryAdd(arrival.Anomaly.SessionId, arrival);
        }

        var (found, right, late, worst) = (0, 0, 0, TimeSpan.Zero);
        Anomaly? slowest = null;
        var missed = new List<(FaultKind, Sent, Anomaly?)>();
        foreach (var (kind, sent) in faults)
        {
            if (!first.Remove(sent.TraceId, out var arrival))
            {
                missed.Add((kind, sent, null));
                continue;
            }

            found++;
            var delay = Stopwatch.GetElapsedTime(sent.Ended, arrival.Arrived);
            late += delay > OnTime ? 1 : 0;
            if (slowest is null || delay > worst)
            {
                (worst, slowest) = (delay > worst ? delay : worst, arrival.Anomaly);
            }

            if (Names(kind, sent.Struck!, arrival.Anomaly))
            {
                right++;
            }
            else
            {
                missed.Add((kind, sent, arrival.Anomaly));
            }
        }

        return new FaultScore(faults.Count, found, right, first.Count, worst, late, slowest, missed, [.. first.Values.Select(arrival => arrival.Anomaly)]);
    }

    /// <summary>Whether an anomaly names the step that a fault struck.</summary>
    public static bool Names(FaultKind kind, string step, Anomaly anomaly) => kind switch
    {
        FaultKind.SkippedStep =>
            anomaly.SkippedStep == step
            || (anomaly.Workflow is { Fault: WorkflowFault.Skipped or WorkflowFault.EndedEarly } workflow && workflow.Steps.Contains(step)),

        // A step logs when it is done, so the slow step is the one with the late line.
        FaultKind.SlowStep =>
            (anomaly.UnusualValue is not null && anomaly.Template == step) || anomaly.Workflow?.SlowStep?.Until == step,
        FaultKind.RetryStorm =>
            anomaly.Template == step || (anomaly.Workflow is { Fault: WorkflowFault.Repeated } repeated && repeated.Steps.Contains(step)),
        _ => anomaly.Template == Orders.OrderTemplates.RequestFailed,
    };
}
