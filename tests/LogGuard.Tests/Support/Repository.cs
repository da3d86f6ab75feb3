namespace LogGuard.Tests.Support;

/// <summary>The working copy that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its root. Found by walking up, since a build for release hides the paths of source files.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "LogGuard.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException($"No LogGuard.sln above {AppContext.BaseDirectory}.");
            }

            return folder.FullName;
        }
    }
}
