namespace LogGuard.Models.Values;

/// <summary>How parameter value models are trained.</summary>
internal sealed record ParameterValueTrainingOptions
{
    /// <summary>Share of values that is to lie inside its interval, 0..1.</summary>
    public double Confidence { get; init; } = 0.999;

    /// <summary>Previous vectors of the key that a prediction looks back on; the size that DeepLog uses for keys.</summary>
    public int HistoryLength { get; init; } = 10;

    /// <summary>Memory units of the LSTM: a few numbers go in and out, and hundreds of keys may have one.</summary>
    public int HiddenSize { get; init; } = 16;

    /// <summary>The last share of a key's vectors that errors are measured on and predictors are chosen on.</summary>
    public double ValidationShare { get; init; } = 0.3;

    /// <summary>Most optimiser steps of a key; validation ends most trainings before.</summary>
    public int StepCount { get; init; } = 1000;

    /// <summary>Vectors in a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's step size at the beginning.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>
    /// Most vectors that the networks of all keys together are shown; about ten seconds of two processors.
    /// </summary>
    public long RowBudget { get; init; } = 2_000_000;

    /// <summary>Seed of initial weights and of the order of vectors.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads that keys are shared among; changes the time only.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;
}
