namespace LogGuard.Detection.Questions;

/// <summary>A difference from the recorded flows: a key in a workflow that never has it, skipped steps, or a wrong order.</summary>
/// <param name="Skipped">The steps that did not come, in their order; empty if none is missing.</param>
/// <param name="After">The step that should have come later, or the workflow's first step; the key of the first skipped step otherwise.</param>
/// <param name="IsForeign">Whether no flow of the workflow has the key.</param>
internal sealed record FlowFinding(int[] Skipped, int After, bool IsForeign);
