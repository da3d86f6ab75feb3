using LogGuard.Configuration;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>Tells a detector's settings, and once each what is odd about them.</summary>
internal sealed class SettingsReport(DiagnosticLog diagnostics)
{
    private readonly HashSet<string> _toldRemarks = [];

    /// <summary>Tells the settings that differ from their defaults, and the remarks on them.</summary>
    public void Tell(AnomalyDetectorOptions options)
    {
        if (SettingTable.Describe(options) is { } settings)
        {
            diagnostics.Tell(settings);
        }

        TellRemarks(options.Remarks);
    }

    /// <summary>Tells the remarks that were not told yet.</summary>
    public void TellRemarks(IReadOnlyList<string> remarks)
    {
        foreach (var remark in remarks.Where(_toldRemarks.Add))
        {
            diagnostics.Tell(remark);
        }
    }
}
