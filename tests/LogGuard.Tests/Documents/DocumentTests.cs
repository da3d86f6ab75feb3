using System.Reflection;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Documents;

public class DocumentTests
{
    private static readonly string[] SourceFolders = ["src/", "samples/", "tests/", ".github/", ".ci/"];
    private static readonly IReadOnlyList<MarkdownFile> Documents = MarkdownFile.All();

    [Fact]
    public void TheReadmeHasAtMost200LinesAnd2500Words()
    {
        var readme = MarkdownFile.At("README.md").Text;

        Assert.InRange(readme.TrimEnd('\n').Split('\n').Length, 1, 200);
        Assert.InRange(readme.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, 2_500);
    }

    [Theory]
    [InlineData("dotnet run -c Release --project samples/HdfsReplay")]
    [InlineData("dotnet test LogGuard.sln -c Release")]
    public void TheReadmeHasTheCommandsThatOthersRun(string command) =>
        Assert.Contains(command, MarkdownFile.At("README.md").Text.Split('\n'));

    [Fact]
    public void EveryLinkLeadsToAFileAndAHeading()
    {
        var faults = Documents.SelectMany(document => document.Links
            .Where(link => !MarkdownFile.IsAbsolute(link) && !Leads(document, link))
            .Select(link => $"{document.Name}: {link}"));

        Assert.Empty(faults);
        Assert.Contains(MarkdownFile.At("README.md").Links, link => link.Contains('#'));
    }

    [Fact]
    public void LinksToOtherHostsAreEncrypted() => Assert.All(
        Documents.SelectMany(document => document.Links).Where(MarkdownFile.IsAbsolute),
        link => Assert.StartsWith("https://", link, StringComparison.Ordinal));

    [Fact]
    public void EveryPathInCodeQuotesExists()
    {
        var faults = Documents.SelectMany(document => document.CodeSpans
            .Select(code => code.Split(' ')[0])
            .Where(path => SourceFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) && !path.AsSpan().ContainsAny('*', '<'))
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)))
            .Select(path => $"{document.Name}: {path}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void EachPackageHasItsOwnReadmeAndDocuments() => Assert.All(PackedFiles.Projects, project =>
    {
        var packed = PackedFiles.Of(project);
        var documents = Documents.Select(document => document.Path).Where(path => path.StartsWith(project + Path.DirectorySeparatorChar, StringComparison.Ordinal));

        Assert.Equal(Path.Combine(project, "README.md"), packed["README.md"]);
        Assert.All(documents, path => Assert.Equal(path, packed[Path.GetRelativePath(project, path).Replace('\\', '/')]));
    });

    [Fact]
    public void EveryLinkOfAPackedDocumentLeadsToTheSameFileInThePackage()
    {
        var faults = new List<string>();
        var checkedLinks = 0;
        foreach (var project in PackedFiles.Projects)
        {
            var packed = PackedFiles.Of(project);
            foreach (var (place, file) in packed.Where(entry => entry.Key.EndsWith(".md", StringComparison.Ordinal)))
            {
                var document = MarkdownFile.At(file);
                foreach (var link in document.Links.Where(link => !MarkdownFile.IsAbsolute(link) && !link.StartsWith('#')))
                {
                    checkedLinks++;
                    var target = PlaceOf(place, link.Split('#')[0]);
                    if (!packed.TryGetValue(target, out var source) || source != document.Resolve(link).Path)
                    {
                        faults.Add($"{document.Name}: {link} is not in the package as {target}");
                    }
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(checkedLinks >= 10, $"{checkedLinks} links were checked");
    }

    [Fact]
    public void ThePackageStatesTheLimitsOfTheReadme()
    {
        static string Limits(MarkdownFile document) => document.Text.Split("## Limits\n")[1].Split("\n## ")[0].Trim();

        Assert.Equal(Limits(MarkdownFile.At("README.md")), Limits(MarkdownFile.At("src", "LogGuard", "README.md")));
    }

    [Fact]
    public void EveryReadyFormatIsListed()
    {
        var rows = MarkdownFile.At("src", "LogGuard", "docs", "text-logs.md").Text.Split('\n')
            .SkipWhile(line => !line.StartsWith("| what writes it |", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|'));
        var words = rows.SelectMany(row => row.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.All(LineFormat.Known, format => Assert.Contains(format.Name, words));
    }

    [Fact]
    public void EveryOptionOfATextLogIsInItsSettings()
    {
        var text = MarkdownFile.At("src", "LogGuard", "docs", "text-logs.md").Text;

        Assert.All(
            typeof(TextLogOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }),
            property => Assert.Contains($"| `{property.Name}` |", text));
    }

    private static bool Leads(MarkdownFile document, string link)
    {
        var (path, anchor) = document.Resolve(link);
        return anchor is null ? Path.Exists(path) : File.Exists(path) && MarkdownFile.At(path).Anchors.Contains(anchor);
    }

    // Both are paths with slashes.
    private static string PlaceOf(string document, string link) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/" + Path.GetDirectoryName(document), link), "/")).Replace('\\', '/');
}
