using LogGuard.Configuration;

namespace LogGuard;

/// <summary>The faults and remarks found while a configuration was bound; see <see cref="OptionBinder"/>.</summary>
public sealed partial class AnomalyDetectorOptions
{
    private readonly List<string> _faults = [];
    private readonly List<string> _remarks = [];

    /// <summary>Messages about the configuration, reported when the detector starts.</summary>
    internal IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Adds a text that cannot be converted. <see cref="Freeze"/> throws it together with all other faults.</summary>
    internal void AddFault(string fault) => _faults.Add(fault);

    /// <summary>Adds a setting that has no effect.</summary>
    internal void AddRemark(string remark) => _remarks.Add(remark);
}
