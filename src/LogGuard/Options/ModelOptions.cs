using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>Settings of the models and their training. A saved model keeps the settings that it was trained with.</summary>
public sealed class ModelOptions
{
    internal const int DefaultWindowSize = 10;
    internal const int DefaultHiddenSize = 64;
    internal const int DefaultLayerCount = 2;
    internal const int DefaultTrainingSteps = 2_000;
    internal const int DefaultBatchSize = 256;
    /// <summary>The default of <see cref="TargetAlarmRate"/>.</summary>
    public const double DefaultTargetAlarmRate = 0.001;

    /// <summary>
    /// Number of previous events that a prediction is based on (DeepLog's h), 1..1,024. The default is <c>10</c>. A higher
    /// value detects patterns that reach further back, but needs more training sessions.
    /// </summary>
    public int WindowSize { get; set; } = DefaultWindowSize;

    /// <summary>
    /// Number of most likely keys that count as expected (DeepLog's g), 1..1,000. The default is null: calibration chooses a
    /// minimum probability on held-out training sessions instead.
    /// </summary>
    public int? TopG { get; set; }

    /// <summary>
    /// Where h and g come from. The default is <see cref="ParameterSource.Settings"/>. With
    /// <see cref="ParameterSource.Workflows"/> h is at most <see cref="WindowSize"/>, and a diagnostic message reports the
    /// values chosen.
    /// </summary>
    public ParameterSource Parameters { get; set; } = ParameterSource.Settings;

    /// <summary>
    /// Target share of normal sessions that raise a false alarm, 0.000001..0.1. Calibration on held-out training sessions aims
    /// at it. The default is <c>0.001</c>, one session in a thousand. A higher value reports smaller deviations.
    /// </summary>
    public double TargetAlarmRate { get; set; } = DefaultTargetAlarmRate;

    /// <summary>Hidden units of each LSTM layer (DeepLog's α), 1..1,024. The default is <c>64</c>.</summary>
    public int HiddenSize { get; set; } = DefaultHiddenSize;

    /// <summary>Number of stacked LSTM layers (DeepLog's L), 1..4. The default is <c>2</c>.</summary>
    public int LayerCount { get; set; } = DefaultLayerCount;

    /// <summary>Optimiser steps of a training, 1..10,000,000. The default is <c>2,000</c>. Large logs are trained for at least ten passes.</summary>
    public int TrainingSteps { get; set; } = DefaultTrainingSteps;

    /// <summary>Number of distinct windows in one optimiser step, 1..65,536. The default is <c>256</c>.</summary>
    public int BatchSize { get; set; } = DefaultBatchSize;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Model.WindowSize", WindowSize, 1, 1_024);
        faults.RequireRange("Model.TopG", TopG ?? 1, 1, 1_000);
        faults.RequireDefined("Model.Parameters", Parameters);
        faults.RequireRange("Model.TargetAlarmRate", TargetAlarmRate, 0.000001, 0.1);
        faults.RequireRange("Model.HiddenSize", HiddenSize, 1, 1_024);
        faults.RequireRange("Model.LayerCount", LayerCount, 1, 4);
        faults.RequireRange("Model.TrainingSteps", TrainingSteps, 1, 10_000_000);
        faults.RequireRange("Model.BatchSize", BatchSize, 1, 65_536);
    }

    internal ModelOptions Copy() => (ModelOptions)MemberwiseClone();
}
