namespace LogGuard.Sequences;

/// <summary>One event of a session's history, in 8 bytes because a hundred thousand sessions may be open.</summary>
/// <param name="Key">Its log key.</param>
/// <param name="ElapsedTicks">Ticks since the session's previous event, to seven digits; 0 for the first one.</param>
internal readonly record struct SessionStep(int Key, float ElapsedTicks);
