using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.Extensions.Configuration;
using Serilog;

namespace LogGuard.Serilog.Tests.Support;

/// <summary>Says what is wrong with the code blocks of a README. Reads the SelfLog, so only for the collection of that name.</summary>
/// <param name="root">The folder that paths in shell blocks start from.</param>
internal sealed class ReadmeChecker(string root)
{
    // What a project has without asking, and what earlier blocks of a README are taken to have declared.
    private const string Surroundings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using LogGuard;
        global using Serilog;
        global using static Surroundings;

        internal static class Surroundings
        {
            public static AnomalyDetector detector = null!;
            public static ILogger log = null!;
            public static CancellationToken cancellationToken;
        }
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The faults of one block; empty where it is good.</summary>
    public IReadOnlyList<string> Check(ReadmeBlock block) => block.Language switch
    {
        "csharp" => CheckCSharp(block.Text),
        "json" => CheckJson(block.Text),
        "bash" or "sh" => CheckShell(block.Text),
        "text" => [],
        var other => [$"its language is \"{other}\"; it must be csharp, json, bash, sh or text"],
    };

    private static string[] CheckCSharp(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Language);
        var isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            "Readme", [tree, CSharpSyntaxTree.ParseText(Surroundings, Language)], References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        return [.. compilation.Emit(assembly).Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())];
    }

    private static IReadOnlyList<string> CheckJson(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            return [exception.Message];
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Serilog", out var serilog)
                ? [.. CheckArguments(serilog), .. CheckLogger(json)]
                : [];
        }
    }

    // Serilog passes over arguments that no method has, and the detector only tells of options that there are not.
    private static IEnumerable<string> CheckArguments(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(CheckArguments);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        if (element.TryGetProperty("Name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "AnomalyDetector"
            && element.TryGetProperty("Args", out var arguments))
        {
            var names = arguments.EnumerateObject().Select(argument => argument.Name).ToArray();
            var fits = typeof(AnomalyDetectorLoggerConfigurationExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Any(method => names.All(name => method.GetParameters().Any(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))));
            string[] faults = fits ? [] : [$"no AnomalyDetector method has all of the arguments {string.Join(", ", names)}"];
            return arguments.TryGetProperty("options", out var options)
                ? [.. faults, .. CheckProperties(options, typeof(AnomalyDetectorOptions), "options")]
                : faults;
        }

        return element.EnumerateObject().SelectMany(property => CheckArguments(property.Value));
    }

    private static IEnumerable<string> CheckProperties(JsonElement options, Type type, string path)
    {
        foreach (var entry in options.EnumerateObject())
        {
            var property = type.GetProperty(entry.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is null)
            {
                yield return $"{path} has no {entry.Name}";
            }
            else if (typeof(Delegate).IsAssignableFrom(property.PropertyType))
            {
                yield return $"{path}.{entry.Name} is a delegate, which JSON does not reach";
            }
            else if (entry.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var fault in CheckProperties(entry.Value, property.PropertyType, $"{path}.{entry.Name}"))
                {
                    yield return fault;
                }
            }
        }
    }

    private static IReadOnlyList<string> CheckLogger(string json)
    {
        using var selfLog = new TemporarySelfLog();
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
            var log = new LoggerConfiguration()
                .ReadFrom.Configuration(new ConfigurationBuilder().AddJsonStream(stream).Build())
                .CreateLogger();

            // What is said until here is said of the configuration.
            var faults = selfLog.Lines.Where(line => !line.Contains("LogGuard: detecting") && !line.Contains("LogGuard: settings that are not the defaults")).ToArray();
            log.Dispose();
            return faults;
        }
        catch (Exception exception)
        {
            return [(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception).Message];
        }
    }

    private List<string> CheckShell(string text)
    {
        var faults = new List<string>();
        foreach (var line in text.Split('\n').Select(line => line.Trim().TrimStart('$').TrimStart()))
        {
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["dotnet", .. var arguments] && arguments is not (["add", "package", ..] or ["package", ..]))
            {
                // Behind "--" stand the program's own arguments.
                var own = arguments.TakeWhile(word => word != "--").ToArray();
                faults.AddRange(own
                    .Where((word, i) => (i > 0 && own[i - 1] is "--project" or "-p") || IsPath(word))
                    .Where(path => !File.Exists(Path.Combine(root, path)) && !Directory.Exists(Path.Combine(root, path)))
                    .Select(path => $"\"{line}\": there is no {path}"));
            }
        }

        return faults;
    }

    private static bool IsPath(string word) =>
        !word.StartsWith('-') && (word.Contains('/') || word.EndsWith(".sln") || word.EndsWith(".csproj") || word.EndsWith(".dll"));
}
