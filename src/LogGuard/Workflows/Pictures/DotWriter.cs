namespace LogGuard.Workflows.Pictures;

internal static class DotWriter
{
    public static string Write(Workflow workflow, WorkflowPath? path) => workflow.Name + path;
}
