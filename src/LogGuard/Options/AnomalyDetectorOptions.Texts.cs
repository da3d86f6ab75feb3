using LogGuard.Configuration;

namespace LogGuard;

/// <summary>What was found out while a configuration's texts were set; see <see cref="OptionBinder"/>.</summary>
public sealed partial class AnomalyDetectorOptions
{
    private readonly List<string> _faults = [];
    private readonly List<string> _remarks = [];

    /// <summary>What the detector tells of its configuration when it starts.</summary>
    internal IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Notes a text that cannot be set; thrown by <see cref="Freeze"/> together with all else that is wrong.</summary>
    internal void AddFault(string fault) => _faults.Add(fault);

    /// <summary>Notes what has no effect, and does no harm.</summary>
    internal void AddRemark(string remark) => _remarks.Add(remark);
}
