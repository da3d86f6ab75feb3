using LogGuard.Alerts;
using LogGuard.Configuration;
using LogGuard.Diagnostics;
using LogGuard.Keys;

namespace LogGuard.Pipeline;

/// <summary>Applies changed settings to a running detector, on the reader's thread.</summary>
internal sealed class LiveSettingsUpdate(
    AnomalyDetectorOptions running, EventQueue queue, LogKeyVocabulary vocabulary, EventProcessor processor, AlertPolicy alerts, SettingsReport report, DiagnosticLog diagnostics)
{
    private AnomalyDetectorOptions? _wanted;

    // Only the reader uses it.
    private string _toldWaiting = "";

    /// <summary>Queues new settings for the reader, behind the events queued so far.</summary>
    /// <param name="wanted">All settings; validated, and unchanged from now on.</param>
    public void Post(AnomalyDetectorOptions wanted)
    {
        // The command reads the latest settings when it runs, because a command delayed by a full queue must not restore older ones.
        Volatile.Write(ref _wanted, wanted);
        queue.Post(Apply);
    }

    private void Apply()
    {
        var wanted = Volatile.Read(ref _wanted)!;
        var (changed, waiting) = SettingsUpdate.Apply(wanted, running);
        if (changed.Count > 0)
        {
            vocabulary.Limit = running.VocabularyLimit;
            processor.SetLimits(running.Session);
            alerts.TakeOptions(processor.EventTime);
            diagnostics.Tell($"settings were changed: {string.Join(", ", changed)}.");
        }

        // Saving a file often raises two change events. The second must not repeat the message.
        var needsRestart = string.Join(", ", waiting);
        if (waiting.Count > 0 && needsRestart != _toldWaiting)
        {
            diagnostics.Warn($"settings were changed that need a restart to take effect: {needsRestart}.");
        }

        _toldWaiting = needsRestart;
        report.TellRemarks(wanted.Remarks);
    }
}
