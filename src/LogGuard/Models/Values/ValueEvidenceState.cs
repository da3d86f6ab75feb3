namespace LogGuard.Models.Values;

/// <summary><see cref="ValueEvidence"/> as it is saved.</summary>
internal sealed record ValueEvidenceState
{
    /// <summary>The values, in the order in which they came first.</summary>
    public required double[] Values { get; init; }

    /// <summary>Place of the last line's value; -1 if there is none.</summary>
    public int Last { get; init; } = -1;

    /// <inheritdoc cref="ValueEvidence.HasTooMany"/>
    public bool HasTooMany { get; init; }

    /// <inheritdoc cref="ValueEvidence.LinesSinceNew"/>
    public long LinesSinceNew { get; init; }

    /// <inheritdoc cref="ValueEvidence.Returns"/>
    public int Returns { get; init; }

    /// <inheritdoc cref="ValueEvidence.Days"/>
    public int Days { get; init; }

    /// <inheritdoc cref="ValueEvidence.Processes"/>
    public int Processes { get; init; }

    /// <inheritdoc cref="ValueEvidence.Versions"/>
    public int Versions { get; init; }

    /// <summary>The occasion of the last line; see <see cref="Occasion"/>.</summary>
    public long Time { get; init; }

    /// <inheritdoc cref="Time"/>
    public ulong Process { get; init; }

    /// <inheritdoc cref="Time"/>
    public ulong Version { get; init; }

    /// <summary>Whether it does not contradict itself.</summary>
    public bool IsSound() =>
        Values is not null && Values.Length <= ValueEvidence.Limit && Array.TrueForAll(Values, double.IsFinite)
        && Values.Distinct().Count() == Values.Length && Last >= -1 && Last < Values.Length && !(HasTooMany && Values.Length > 0)
        && LinesSinceNew >= 0 && Returns >= 0 && Days >= 0 && Processes >= 0 && Versions >= 0 && Time >= 0;
}
