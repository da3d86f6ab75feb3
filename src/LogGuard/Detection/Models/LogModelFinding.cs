namespace LogGuard.Detection;

/// <summary>The finding of a model.</summary>
/// <param name="Score">The score, in the model's own unit.</param>
/// <param name="Threshold">The limit that it crosses, in the same unit, chosen on the sessions learnt from.</param>
/// <param name="Reason">Why that is an anomaly, with score and threshold, in a sentence without a full stop and without the name of the session.</param>
public sealed record LogModelFinding(double Score, double Threshold, string Reason)
{
    /// <summary>The steps that would have been normal, most likely first. The default is none.</summary>
    public IReadOnlyList<ExpectedStep> Expected { get; init; } = [];

    /// <summary>The key that is most to blame, which the workflow picture marks; 0, the default, if there is none.</summary>
    public int Key { get; init; }
}
