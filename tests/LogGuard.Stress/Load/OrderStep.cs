namespace LogGuard.Stress.Load;

/// <summary>One line of an order.</summary>
/// <param name="Template">Index of the template in <see cref="OrderWorkflow.Templates"/>.</param>
/// <param name="Ticks">Ticks from the order's beginning.</param>
/// <param name="Value">The quantity in the line.</param>
internal readonly record struct OrderStep(int Template, long Ticks, int Value);
