namespace LogGuard.Workflows.Pictures;

internal static class MermaidWriter
{
    public static string Write(Workflow workflow, WorkflowPath? path) => workflow.Name + path;
}
