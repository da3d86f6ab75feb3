using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings of the TorchSharp engine.</summary>
public sealed class TorchSharpOptions
{
    internal const int DefaultSmallBatchLimit = 64;

    /// <summary>Where networks are trained and served. The default is <see cref="TorchDevice.Auto"/>: a CUDA GPU, or LogGuard's own engine.</summary>
    public TorchDevice Device { get; set; } = TorchDevice.Auto;

    /// <summary>
    /// Whether the device works in bfloat16, with weights and optimiser kept in float32. The default is <c>false</c>. Meant for a CUDA GPU:
    /// raises the speed of large networks, and changes probabilities in the third digit.
    /// </summary>
    public bool MixedPrecision { get; set; }

    /// <summary>
    /// Most rows of a prediction that LogGuard's own engine works out, 0..1,000,000. The default is <c>64</c>: so few rows are done on the
    /// processor before a GPU has been told of them. At 0 the device does everything.
    /// </summary>
    public int SmallBatchLimit { get; set; } = DefaultSmallBatchLimit;

    /// <summary>Checks everything and gives a copy that nobody else can change.</summary>
    /// <exception cref="ArgumentException">Something is out of its range; the message names every fault.</exception>
    internal TorchSharpOptions Freeze()
    {
        var faults = new OptionFaults(nameof(TorchSharpOptions));
        faults.RequireRange(nameof(SmallBatchLimit), SmallBatchLimit, 0, 1_000_000);
        faults.ThrowIfAny();
        return (TorchSharpOptions)MemberwiseClone();
    }
}
