using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LogGuard.Tests.Architecture;

/// <summary>Finds the arrows between rooms: which file uses a type of which other file, as the compiler binds the names.</summary>
internal static class RoomArrows
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly SyntaxTree ImplicitUsings = Parse(
        "",
        string.Concat(
            ((string[])["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"])
                .Select(name => $"global using {name};")));

    /// <summary>What is wrong with the rooms: folders that nobody listed, and arrows to a room that comes later.</summary>
    /// <param name="sources">The source files by their paths within the core, parts apart by slashes.</param>
    /// <param name="order">The rooms in order.</param>
    public static IReadOnlyList<string> ProblemsOf(IReadOnlyDictionary<string, string> sources, IReadOnlyList<string> order)
    {
        var places = order.Select((room, place) => (room, place)).ToDictionary(entry => entry.room, entry => entry.place);
        string[] unlisted = [.. sources.Keys.Select(RoomOf).Distinct().Where(room => !places.ContainsKey(room)).Order()];
        if (unlisted.Length > 0)
        {
            return [.. unlisted.Select(room => $"the folder {room} is not listed in {nameof(CoreRooms)}")];
        }

        SyntaxTree[] trees = [.. sources.Select(source => Parse(source.Key, source.Value))];
        var compilation = CSharpCompilation.Create(
            "Rooms", [.. trees, ImplicitUsings], Platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        return [.. trees.AsParallel().SelectMany(tree => BackwardsFrom(compilation.GetSemanticModel(tree), places)).Distinct().Order()];
    }

    private static IEnumerable<string> BackwardsFrom(SemanticModel model, Dictionary<string, int> places)
    {
        var file = model.SyntaxTree.FilePath;
        foreach (var name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            foreach (var used in FilesOf(model.GetSymbolInfo(name).Symbol))
            {
                if (places[RoomOf(used)] > places[RoomOf(file)])
                {
                    yield return $"{file} uses {name.Identifier.ValueText} of {used}, which comes later";
                }
            }
        }
    }

    // A type, or the type that a member stands in. The parts of a partial type may stand in several files.
    private static IEnumerable<string> FilesOf(ISymbol? symbol) =>
        (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition.DeclaringSyntaxReferences
            .Select(reference => reference.SyntaxTree.FilePath).Where(path => path != "") ?? [];

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static string RoomOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : CoreRooms.Root;
}
