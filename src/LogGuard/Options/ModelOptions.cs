using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>The models and how they are trained. A saved model keeps the settings that it was trained under.</summary>
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
    /// Number of previous events that a prediction looks back on (DeepLog's h), 1..1,024. The default is <c>10</c>.
    /// Raised, patterns that reach further back are seen, and more training sessions are needed.
    /// </summary>
    public int WindowSize { get; set; } = DefaultWindowSize;

    /// <summary>
    /// An event is expected if its key is among this many most likely ones (DeepLog's g), 1..1,000. The default is
    /// null: calibration chooses a probability floor from held-out training sessions instead.
    /// </summary>
    public int? TopG { get; set; }

    /// <summary>
    /// What chooses h and g. The default is <see cref="ParameterSource.Settings"/>. With
    /// <see cref="ParameterSource.Workflows"/> h is at most <see cref="WindowSize"/>, and a diagnostic line says what was chosen.
    /// </summary>
    public ParameterSource Parameters { get; set; } = ParameterSource.Settings;

    /// <summary>
    /// Share of normal sessions that may raise an alarm, 0.000001..0.1; calibration on held-out training sessions aims
    /// at it. The default is <c>0.001</c>, one session in a thousand. Raised, smaller oddities are reported.
    /// </summary>
    public double TargetAlarmRate { get; set; } = DefaultTargetAlarmRate;

    /// <summary>Memory units of each LSTM layer (DeepLog's α), 1..1,024. The default is <c>64</c>.</summary>
    public int HiddenSize { get; set; } = DefaultHiddenSize;

    /// <summary>Stacked LSTM layers (DeepLog's L), 1..4. The default is <c>2</c>.</summary>
    public int LayerCount { get; set; } = DefaultLayerCount;

    /// <summary>Optimiser steps of a training, 1..10,000,000. The default is <c>2,000</c>; large logs take at least ten passes.</summary>
    public int TrainingSteps { get; set; } = DefaultTrainingSteps;

    /// <summary>Distinct windows in one optimiser step, 1..65,536. The default is <c>256</c>.</summary>
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
