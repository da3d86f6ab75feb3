using System.Globalization;

namespace LogGuard;

/// <summary>Settings of the TorchSharp engine.</summary>
public sealed class TorchSharpOptions
{
    internal const int DefaultSmallBatchLimit = 64;

    /// <summary>
    /// The device that trains and serves networks. The default is <see cref="TorchDevice.Auto"/>: the first CUDA GPU, or the managed engine
    /// if there is none.
    /// </summary>
    public TorchDevice Device { get; set; } = TorchDevice.Auto;

    /// <summary>
    /// Whether a network may be trained in bfloat16, with weights and optimiser kept in float32. The default is <c>false</c>. If it is
    /// <c>true</c>, each network's first batch is measured both ways, and bfloat16 is used where it is faster. It changes probabilities in
    /// the third digit.
    /// </summary>
    public bool MixedPrecision { get; set; }

    /// <summary>
    /// Largest number of rows of a prediction that the managed engine computes, 0..1,000,000. The default is <c>64</c>: the processor is
    /// done with so few rows before a GPU has started. At 0 the device computes everything.
    /// </summary>
    public int SmallBatchLimit { get; set; } = DefaultSmallBatchLimit;

    /// <summary>Checks the settings and returns a copy that the caller cannot change.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal TorchSharpOptions Freeze()
    {
        return SmallBatchLimit is >= 0 and <= 1_000_000
            ? (TorchSharpOptions)MemberwiseClone()
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{nameof(TorchSharpOptions)}: {nameof(SmallBatchLimit)} is {SmallBatchLimit:N0}; it must be between 0 and 1,000,000."));
    }
}
