namespace LogGuard.Cli.Flows;

/// <summary>The kinds of differences between two flows.</summary>
internal enum FlowChangeKind
{
    /// <summary>The step is in the first flow only.</summary>
    Gone,

    /// <summary>The step is in the second flow only.</summary>
    New,

    /// <summary>The step comes at another place.</summary>
    Reordered,

    /// <summary>The step comes more or less often.</summary>
    Count,

    /// <summary>The step takes longer, or not as long.</summary>
    Time,
}

/// <summary>A difference between two flows.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Template">The step.</param>
/// <param name="Detail">The change, in words.</param>
internal sealed record FlowChange(FlowChangeKind Kind, string Template, string Detail);

/// <summary>A flow of the first model beside the one of the second that it became.</summary>
/// <param name="Name">Its name, of the second model if it is there.</param>
/// <param name="SessionsBefore">Sessions of the first model; 0 if the flow is new.</param>
/// <param name="SessionsAfter">Sessions of the second model; 0 if the flow is gone.</param>
/// <param name="Changes">The differences; none if both are alike.</param>
/// <param name="Rows">All steps, aligned.</param>
internal sealed record FlowPair(string Name, long SessionsBefore, long SessionsAfter, IReadOnlyList<FlowChange> Changes, IReadOnlyList<FlowRow> Rows);

/// <summary>A step of both flows.</summary>
/// <param name="Template">The step.</param>
/// <param name="Kind">Its change; null if there is none.</param>
internal sealed record FlowRow(string Template, FlowChangeKind? Kind);

/// <summary>The difference of two models' flows.</summary>
/// <param name="Before">The first model.</param>
/// <param name="After">The second model.</param>
/// <param name="Flows">Their flows.</param>
internal sealed record FlowDiff(string Before, string After, IReadOnlyList<FlowPair> Flows)
{
    public bool IsEmpty => Flows.All(flow => flow.Changes.Count == 0);
}
