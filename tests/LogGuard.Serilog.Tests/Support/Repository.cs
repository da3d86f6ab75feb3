namespace LogGuard.Serilog.Tests.Support;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of these tests.</summary>
    public static string Tests => Path.Combine(Root, "tests", "LogGuard.Serilog.Tests");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LogGuard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("LogGuard.sln is in no folder above the tests.");
    }
}
