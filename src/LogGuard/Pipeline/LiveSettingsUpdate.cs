using LogGuard.Alerts;
using LogGuard.Configuration;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>Brings changed settings into a running detector, on the reader's thread.</summary>
internal sealed class LiveSettingsUpdate(
    AnomalyDetectorOptions running, EventQueue queue, EventProcessor processor, AlertPolicy alerts, SettingsReport report, DiagnosticLog diagnostics)
{
    private AnomalyDetectorOptions? _wanted;

    // Only touched by the reader.
    private string _toldWaiting = "";

    /// <summary>Has the reader take other settings, behind the events taken so far.</summary>
    /// <param name="wanted">All settings as they are wanted now; checked, and not changed any more.</param>
    public void Post(AnomalyDetectorOptions wanted)
    {
        // The command reads the last settings that were wanted: one that finds no room comes late, and must not bring old ones back.
        Volatile.Write(ref _wanted, wanted);
        _ = queue.PostAsync(Apply);
    }

    private void Apply()
    {
        var wanted = Volatile.Read(ref _wanted)!;
        var (changed, waiting) = LiveSettings.Apply(wanted, running);
        if (changed.Count > 0)
        {
            processor.SetLimits(running.Session);
            alerts.TakeOptions(processor.EventTime);
            diagnostics.Tell($"settings were changed: {string.Join(", ", changed)}.");
        }

        // Saving a file often raises two changes.
        var needsRestart = string.Join(", ", waiting);
        if (waiting.Count > 0 && needsRestart != _toldWaiting)
        {
            diagnostics.Tell($"settings were changed that need a restart to take effect: {needsRestart}.");
        }

        _toldWaiting = needsRestart;
        report.TellRemarks(wanted.Remarks);
    }
}
