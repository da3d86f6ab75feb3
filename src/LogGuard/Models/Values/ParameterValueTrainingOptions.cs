namespace LogGuard.Models.Values;

/// <summary>Settings of the training of parameter value models.</summary>
internal sealed record ParameterValueTrainingOptions
{
    /// <summary>Share of sessions whose quantities should all lie inside their intervals, and of elapsed times that should, 0..1.</summary>
    public double Confidence { get; init; } = 0.999;

    /// <summary>Number of previous vectors of the key that a prediction uses; DeepLog's size for keys.</summary>
    public int HistoryLength { get; init; } = 10;

    /// <summary>Memory units of the LSTM; small, because it reads few numbers and hundreds of keys may have one.</summary>
    public int HiddenSize { get; init; } = 16;

    /// <summary>Share of a key's vectors, the last ones, on which errors are measured and predictors are chosen.</summary>
    public double ValidationShare { get; init; } = 0.3;

    /// <summary>Largest number of optimiser steps of a key; validation ends most trainings earlier.</summary>
    public int StepCount { get; init; } = 1000;

    /// <summary>Number of vectors in a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Initial step size of Adam.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>
    /// Largest number of vectors that the networks of all keys train on together; about ten seconds on two processors.
    /// </summary>
    public long RowBudget { get; init; } = 2_000_000;

    /// <summary>Seed of initial weights and of the order of vectors.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of threads that train keys in parallel; changes the time only.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;
}
