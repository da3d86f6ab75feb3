namespace LogGuard.Detection;

/// <summary>A template that is judged as a learnt one, or was.</summary>
internal sealed class RenamedKey
{
    public required int Key { get; init; }

    /// <summary>The learnt key that it stands for.</summary>
    public required int Earlier { get; init; }

    public required float Similarity { get; init; }

    /// <summary>Whether it may stay although the learnt template still comes; see <see cref="TemplateLikeness.Same"/>.</summary>
    public required bool MayStay { get; init; }

    /// <summary>Number of lines with the learnt template itself since.</summary>
    public int EarlierCount { get; set; }

    /// <summary>Whether the learnt template came again, so that it was no renaming.</summary>
    public bool IsWithdrawn { get; set; }
}
