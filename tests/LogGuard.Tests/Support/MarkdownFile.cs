using System.Text;
using System.Text.RegularExpressions;

namespace LogGuard.Tests.Support;

/// <summary>A Markdown file of the repository, with its links, headings and code spans.</summary>
internal sealed partial class MarkdownFile
{
    private static readonly string[] Folders = [".github", "src", "samples", "tests"];
    private static readonly string[] OutputFolders = ["bin", "obj", "StrykerOutput", "TestResults"];

    private MarkdownFile(string path)
    {
        Path = path;
        Text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var prose = WithoutBlocks(Text);
        CodeSpans = [.. CodeSpan().Matches(prose).Select(match => match.Groups[1].Value)];
        Links = [.. Link().Matches(CodeSpan().Replace(prose, "code")).Select(match => match.Groups[1].Value)];
        Anchors = [.. Heading().Matches(prose).Select(match => AnchorOf(match.Groups[1].Value))];
    }

    public string Path { get; }

    /// <summary>Its path from the repository's root, with slashes.</summary>
    public string Name => System.IO.Path.GetRelativePath(Repository.Root, Path).Replace('\\', '/');

    public string Text { get; }

    /// <summary>The targets of its links and pictures, outside code.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>The texts in code quotes.</summary>
    public IReadOnlyList<string> CodeSpans { get; }

    /// <summary>The anchors that its headings make.</summary>
    public IReadOnlyList<string> Anchors { get; }

    public static MarkdownFile At(params string[] path) => new(System.IO.Path.Combine([Repository.Root, .. path]));

    /// <summary>All of the repository.</summary>
    public static IReadOnlyList<MarkdownFile> All() =>
    [
        .. Directory.GetFiles(Repository.Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.GetFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Where(path => !System.IO.Path.GetRelativePath(Repository.Root, path).Split(System.IO.Path.DirectorySeparatorChar).Any(OutputFolders.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownFile(path)),
    ];

    /// <summary>Whether a link leads to another host.</summary>
    public static bool IsAbsolute(string link) => Uri.TryCreate(link, UriKind.Absolute, out _);

    /// <summary>The file that a relative link leads to, and the anchor in it.</summary>
    public (string Path, string? Anchor) Resolve(string link)
    {
        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0 ? Path : System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, parts[0]));
        return (path, parts.Length == 2 ? parts[1] : null);
    }

    private static string AnchorOf(string heading) => string.Concat(
        heading.Trim().ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')).Replace(' ', '-');

    private static string WithoutBlocks(string text)
    {
        var prose = new StringBuilder();
        var isInBlock = false;
        foreach (var line in text.Split('\n'))
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isInBlock ^= isFence;
            prose.Append(isInBlock || isFence ? "" : line).Append('\n');
        }

        return prose.ToString();
    }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
