using LogGuard.TorchSharp;

// In this namespace for discoverability: who has the options needs no further using.
namespace LogGuard;

/// <summary>Lets a detector train and judge through TorchSharp.</summary>
public static class TorchSharpAnomalyDetectorOptionsExtensions
{
    /// <summary>
    /// Trains and serves networks through TorchSharp, on a GPU where there is one. Models are the same files as without: one trained here
    /// is served by LogGuard's own engine, and the reverse.
    /// </summary>
    /// <remarks>
    /// Where TorchSharp, libtorch or a GPU is missing or fails, also while running, one line of
    /// <see cref="AnomalyDetectorOptions.Diagnostics"/> says so and LogGuard's own engine takes over.
    /// </remarks>
    /// <param name="options">The detector's settings.</param>
    /// <param name="configure">Sets what is to differ from the defaults.</param>
    /// <returns><paramref name="options"/>.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <example>
    /// <code>
    /// using var detector = new AnomalyDetector(new AnomalyDetectorOptions { ModelPath = "model" }.UseTorchSharp());
    /// </code>
    /// </example>
    public static AnomalyDetectorOptions UseTorchSharp(this AnomalyDetectorOptions options, Action<TorchSharpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = new TorchSharpOptions();
        configure?.Invoke(own);
        var frozen = own.Freeze();
        options.EngineFactory = tell => EngineChoice.Make(frozen, tell);
        return options;
    }
}
