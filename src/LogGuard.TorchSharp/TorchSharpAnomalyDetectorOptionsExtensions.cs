using LogGuard.TorchSharp;

// In this namespace for discoverability: code that uses the options needs no further using directive.
namespace LogGuard;

/// <summary>Extension methods that make a detector use TorchSharp.</summary>
public static class TorchSharpAnomalyDetectorOptionsExtensions
{
    /// <summary>
    /// Trains and serves networks through TorchSharp, on a GPU if there is one. The model files are the same: a model trained by TorchSharp
    /// is served by the managed engine, and the reverse.
    /// </summary>
    /// <remarks>
    /// Sets <see cref="AnomalyDetectorOptions.EngineFactory"/>. If TorchSharp, libtorch or the GPU is missing or fails, also while running,
    /// one line of <see cref="AnomalyDetectorOptions.Diagnostics"/> says so and the managed engine takes over. Nothing native is loaded
    /// before the first training, on its thread, or the first prediction of many rows, on a thread of its own.
    /// </remarks>
    /// <param name="options">The detector's settings.</param>
    /// <param name="configure">Changes the settings; null keeps the defaults.</param>
    /// <returns><paramref name="options"/>.</returns>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
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
        options.EngineFactory = tell => new TorchSharpEngine(frozen, tell);
        return options;
    }
}
