namespace LogGuard.Dashboard.Tests.Support;

/// <summary>A test in a real browser, skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = RunningBrowser.Executable is null ? RunningBrowser.Missing : null;
}
