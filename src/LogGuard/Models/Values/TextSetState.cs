namespace LogGuard.Models.Values;

/// <summary><see cref="TextSet"/> as it is saved.</summary>
internal sealed record TextSetState
{
    /// <summary>The evidence of all lines.</summary>
    public required ValueEvidenceState Evidence { get; init; }

    /// <inheritdoc cref="TextSet.Count"/>
    public long Count { get; init; }

    /// <summary>A bit for each value of the evidence: whether it came more than once.</summary>
    public ulong CameAgain { get; init; }

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() => Evidence?.IsSound() == true && Count >= Evidence.Values.Length && CameAgain >> Evidence.Values.Length == 0;
}
