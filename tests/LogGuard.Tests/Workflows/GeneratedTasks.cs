using LogGuard.EvaluationRuns;
using LogGuard.Workflows.Separation;

namespace LogGuard.Tests.Workflows;

/// <summary>What separation must find in an <see cref="OpenStackLog"/>.</summary>
internal static class GeneratedTasks
{
    /// <summary>Every task found, none mixed, and its steps in their order.</summary>
    public static void AssertFound(IReadOnlyList<SeparatedTask> tasks, string which)
    {
        var expected = OpenStackLog.TaskSteps.Select(steps => "seq(" + string.Join(", ", steps.Select(group =>
            group.Length == 1 ? $"{group[0]}" : $"any({string.Join(", ", group.Order())})")) + ")");
        Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(tasks.Select(task => task.ToString()).Order(StringComparer.Ordinal)), $"{which}: {string.Join("; ", tasks)}");
    }
}
