namespace LogGuard.Testing;

/// <summary>Finds the folder of a source file. A build for release writes it as <c>/_/tests/Shop</c>, from the root of the repository.</summary>
internal static class SourceFolder
{
    private const string MappedRoot = "/_";

    /// <summary>Returns the folder.</summary>
    /// <param name="folder">The folder as the compiler gave it.</param>
    /// <param name="start">A folder within the repository, from which it is looked for in all folders above.</param>
    /// <returns>Null if there is none.</returns>
    public static string? Find(string folder, string start)
    {
        if (Directory.Exists(folder))
        {
            return folder;
        }

        folder = folder.Replace('\\', '/');
        if (!folder.StartsWith(MappedRoot, StringComparison.Ordinal) || folder.IndexOf('/', MappedRoot.Length) is not (>= 0 and var slash))
        {
            return null;
        }

        var relative = folder[(slash + 1)..];
        for (var root = new DirectoryInfo(start); root is not null; root = root.Parent)
        {
            if (Path.Combine(root.FullName, relative) is var path && Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
