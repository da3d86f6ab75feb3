namespace LogGuard.Workflows.Pictures;

internal static class SvgWriter
{
    public static string Write(Workflow workflow, WorkflowPath? path) => workflow.Name + path;
}
