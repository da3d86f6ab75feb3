namespace LogGuard.Models.Values;

/// <summary>A change, while detecting, of a parameter that was always the same, or one of a few values.</summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="Name">Its name.</param>
/// <param name="Known">The values that training learnt.</param>
/// <param name="Usual">The values that came to stay; none, with no <paramref name="Pending"/> ones either, if it changes all the time.</param>
/// <param name="Pending">The values that have not stayed so far.</param>
internal sealed record ValueChange(int Feature, string Name, double[] Known, double[] Usual, double[] Pending);
