using LogGuard.Keys;

namespace LogGuard.Workflows.Following;

/// <summary>The workflows of a model with their automata. Immutable; any thread may use it.</summary>
internal sealed class WorkflowSet
{
    private readonly WorkflowAutomaton[] _automata;

    public WorkflowSet(IReadOnlyList<Workflow> workflows)
    {
        Workflows = workflows;
        _automata = [.. workflows.Select(workflow => new WorkflowAutomaton(workflow))];
    }

    public static WorkflowSet Empty { get; } = new([]);

    public IReadOnlyList<Workflow> Workflows { get; }

    /// <summary>The workflows of whole sessions.</summary>
    public WorkflowSet Sessions => field ??= Part(isTask: false);

    /// <summary>The workflows of tasks within sessions, or within the one stream.</summary>
    public WorkflowSet Tasks => field ??= Part(isTask: true);

    /// <summary>The keys of all steps.</summary>
    public IEnumerable<int> Keys => Workflows.SelectMany(workflow => workflow.GetNodes()).Where(node => node.Kind == WorkflowNodeKind.Step).Select(node => node.Key);

    /// <summary>The workflows with merged keys replaced by the keys that they were merged into; the same set where none was merged.</summary>
    public WorkflowSet Resolve(LogKeyVocabulary vocabulary) => Keys.All(key => vocabulary.Resolve(key) == key)
        ? this
        : new WorkflowSet([.. Workflows.Select(workflow => workflow with { Root = Resolve(workflow.Root, vocabulary) })]);

    /// <summary>Whether another set has the same workflows, regardless of counts and times.</summary>
    public bool IsLike(WorkflowSet other) =>
        Workflows.Select(workflow => workflow.Root.ToShortText()).SequenceEqual(other.Workflows.Select(workflow => workflow.Root.ToShortText()));

    public ReadOnlySpan<WorkflowAutomaton> Automata => _automata;

    /// <summary>Whether one of the workflows accepts a whole session from beginning to end.</summary>
    public bool Accepts(ReadOnlySpan<int> keys)
    {
        foreach (var automaton in _automata)
        {
            var lane = new WorkflowAlignment(automaton);
            foreach (var key in keys)
            {
                lane.Advance(key);
                if (lane.Cost > 0)
                {
                    break;
                }
            }

            if (lane.Cost == 0 && lane.Missing == 0)
            {
                return true;
            }
        }

        return false;
    }

    // The same set where all workflows are of that kind, which is nearly always.
    private WorkflowSet Part(bool isTask)
    {
        Workflow[] part = [.. Workflows.Where(workflow => workflow.IsTask == isTask)];
        return part.Length == Workflows.Count ? this : new WorkflowSet(part);
    }

    private static WorkflowNode Resolve(WorkflowNode node, LogKeyVocabulary vocabulary) => node with
    {
        Key = vocabulary.Resolve(node.Key),
        Template = node.Kind == WorkflowNodeKind.Step ? vocabulary.GetTemplate(node.Key) : null,
        Children = [.. node.Children.Select(child => Resolve(child, vocabulary))],
    };
}
