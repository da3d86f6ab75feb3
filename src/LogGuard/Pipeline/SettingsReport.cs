using LogGuard.Configuration;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>Writes a detector's settings to the diagnostics, and each remark on them once.</summary>
internal sealed class SettingsReport(DiagnosticLog diagnostics)
{
    private readonly HashSet<string> _toldRemarks = [];

    /// <summary>Writes the settings that differ from their defaults, and the remarks on them.</summary>
    public void Tell(AnomalyDetectorOptions options)
    {
        if (SettingTable.Describe(options) is { } settings)
        {
            diagnostics.Tell(settings);
        }

        TellRemarks(options.Remarks);
    }

    /// <summary>Writes the remarks that were not written before.</summary>
    public void TellRemarks(IReadOnlyList<string> remarks)
    {
        foreach (var remark in remarks.Where(_toldRemarks.Add))
        {
            diagnostics.Warn(remark);
        }
    }
}
