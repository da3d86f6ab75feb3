namespace LogGuard.EvaluationRuns;

/// <summary>Settings of <see cref="RenamesEvaluation"/>.</summary>
internal sealed record RenamesSettings
{
    /// <summary>LogGuard with and without vectors, with those of the sentence model, and LogRobust.</summary>
    public static readonly IReadOnlyList<string> Detectors = ["with", "without", "sentences", "logrobust"];

    /// <summary>Number of draws of templates at each rate, each with the next rewording.</summary>
    public int Draws { get; init; } = Rewordings.Count;

    /// <summary>Seed of the draws and of the rewordings. 0 are those that the mechanism was first measured with.</summary>
    public int Seed { get; init; }

    /// <summary>Number of changes of one rewording.</summary>
    public int Changes { get; init; } = 1;

    /// <summary>The detectors that judge, of <see cref="Detectors"/>; all where it is empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Whether only whole templates are reworded, none and the most of them.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether a detector judges.</summary>
    public bool Has(string detector) => Only.Count == 0 || Only.Contains(detector);
}
