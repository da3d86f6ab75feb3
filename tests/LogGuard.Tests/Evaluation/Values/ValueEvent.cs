namespace LogGuard.Tests.Evaluation.Values;

/// <summary>One event of a log as the parameter value models see it.</summary>
/// <param name="Key">Its log key, from 1.</param>
/// <param name="Session">What it belongs to.</param>
/// <param name="Vector">Elapsed seconds since the session's previous event, NaN where there is none, then its parameters.</param>
internal sealed record ValueEvent(int Key, string Session, double[] Vector);
