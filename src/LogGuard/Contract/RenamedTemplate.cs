namespace LogGuard;

/// <summary>A template that was never learnt and takes the place of a learnt one: probably the same step with another wording.</summary>
public sealed record RenamedTemplate
{
    /// <summary>The learnt template.</summary>
    public required string Earlier { get; init; }

    /// <summary>The template of the line.</summary>
    public required string Later { get; init; }

    /// <summary>How alike both are: the inner product of their vectors, -1..1.</summary>
    public required double Similarity { get; init; }

    /// <summary>The other evidence for it, in one sentence.</summary>
    public required string Evidence { get; init; }
}
