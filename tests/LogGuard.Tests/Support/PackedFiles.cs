using System.Xml.Linq;

namespace LogGuard.Tests.Support;

/// <summary>The files beside its assembly that a project packs, read from the build files without building.</summary>
internal static class PackedFiles
{
    /// <summary>The folders of the projects that are packed.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The path of each file in the package, with slashes, and the file in the repository.</summary>
    public static Dictionary<string, string> Of(string project)
    {
        var source = Path.Combine(Repository.Root, "src");
        string[] buildFiles =
        [
            .. Directory.GetFiles(Repository.Root, "Directory.Build.*"),
            .. Directory.GetFiles(source, "Directory.Build.*"),
            .. Directory.GetFiles(project, "*.csproj"),
        ];
        return buildFiles.SelectMany(file => Items(file, project)).ToDictionary(item => item.PackagePath, item => item.File, StringComparer.Ordinal);
    }

    private static IEnumerable<(string PackagePath, string File)> Items(string buildFile, string project) =>
        from item in XDocument.Load(buildFile).Descendants()
        where (string?)item.Attribute("Pack") == "true"
        let include = Expand((string)item.Attribute("Include")!, buildFile, project)
        let folder = Normalize((string?)item.Attribute("PackagePath") ?? "").Trim('/')
        from file in Find(include)
        select (folder.Length == 0 ? Path.GetFileName(file) : $"{folder}/{Path.GetFileName(file)}", file);

    private static string Expand(string include, string buildFile, string project)
    {
        var expanded = Normalize(include)
            .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(buildFile) + "/", StringComparison.Ordinal)
            .Replace("$(MSBuildProjectDirectory)", project, StringComparison.Ordinal);
        return expanded.Contains("$(") || expanded.Contains("**")
            ? throw new NotSupportedException($"{Path.GetFileName(buildFile)} packs {include}: teach the test to read it.")
            : Path.GetFullPath(Path.Combine(project, expanded));
    }

    private static string[] Find(string include)
    {
        var (folder, pattern) = (Path.GetDirectoryName(include)!, Path.GetFileName(include));
        return !pattern.Contains('*') ? [include] : Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
    }

    private static string Normalize(string path) => path.Replace('\\', '/');
}
