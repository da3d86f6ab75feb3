namespace LogGuard.Serilog.Tests;

[Collection(SelfLogCollection.Name)]
public class ReadmeTests
{
    private const string Fence = "```";

    private static readonly ReadmeChecker Checker = new(Repository.Root);

    // The engine's package is not in every registry, and the sentence model has 91 MB, so their C# is not compiled here.
    private static readonly string[] NotCompiled = ["src/LogGuard.TorchSharp/README.md", "src/LogGuard.Semantics/README.md"];

    public static TheoryData<string> Documents =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Root, ".github"), "CONTRIBUTING.md")
            .Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).SelectMany(project => Directory.GetFiles(project, "README.md")))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src", "LogGuard", "docs"), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryCodeBlockOfADocumentIsGood(string document)
    {
        var blocks = BlocksOf(document).Where(block => !NotCompiled.Contains(document) || block.Language != "csharp");

        var faults = blocks.SelectMany(block => Checker.Check(block).Select(fault => $"{document}, block in line {block.Line}: {fault}")).ToArray();

        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/LogGuard.Serilog/README.md")]
    [InlineData("src/LogGuard.Extensions.Logging/README.md")]
    public void ADoorIsShownInCSharpAndJson(string document)
    {
        var blocks = BlocksOf(document);

        Assert.Contains(blocks, block => block.Language == "csharp");
        Assert.Contains(blocks, block => block.Language == "json");
    }

    [Fact]
    public void TheReadmeHasFiveCodeBlocksAtLeast()
    {
        var count = BlocksOf("README.md").Count;

        Assert.True(count >= 5, $"README.md has {count} code blocks, and is to have 5 at least");
    }

    [Fact]
    public void BlocksAreFoundWithTheirLanguageAndLine()
    {
        var blocks = ReadmeBlock.In($"# Title\n\n{Fence}csharp\nvar a = 1;\n\n{Fence}\ntext\n1. item\n   {Fence}json\n   {{ }}\n     x\n   {Fence}\n{Fence}\nplain\n{Fence}\n");

        Assert.Equal(
            [new ReadmeBlock("csharp", 3, "var a = 1;\n"), new ReadmeBlock("json", 9, "{ }\n  x"), new ReadmeBlock("", 13, "plain")],
            blocks);
    }

    [Fact]
    public void AFenceOfFourMayHoldOneOfThree() =>
        Assert.Equal([new ReadmeBlock("text", 1, $"{Fence}\nx\n{Fence}")], ReadmeBlock.In($"````text\n{Fence}\nx\n{Fence}\n````"));

    [Fact]
    public void ABlockThatIsNeverClosedIsAnError() =>
        Assert.Throws<FormatException>(() => ReadmeBlock.In($"{Fence}csharp\nvar a = 1;"));

    [Theory]
    [InlineData("csharp", "Log.Logger = new LoggerConfiguration().WriteTo.AnomalyDetector().CreateLogger();")]
    [InlineData("csharp", "using Serilog.Events;\nusing var log = new LoggerConfiguration().WriteTo.AnomalyDetector(\"model\", restrictedToMinimumLevel: LogEventLevel.Debug).CreateLogger();\nlog.Information(\"Hello\");")]
    [InlineData("csharp", "detector.Anomaly += (_, anomaly) => Console.Error.WriteLine(anomaly);\nawait detector.FlushAsync();\nawait foreach (Anomaly anomaly in detector.ReadAnomaliesAsync(cancellationToken)) { log.Warning(anomaly.ToString()); }")]
    [InlineData("csharp", "await using var detector = new AnomalyDetector(new AnomalyDetectorOptions { ModelPath = \"model\" });\nusing var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();")]
    [InlineData("csharp", "class Receiver : IObserver<Anomaly>\n{\n    public void OnNext(Anomaly value) { }\n    public void OnCompleted() { }\n    public void OnError(Exception error) { }\n}")]
    [InlineData("csharp", "// nothing but a comment")]
    [InlineData("json", """{ "anything": [1, 2, { "a": null }] }""")]
    [InlineData("json", """{ "Serilog": { "Using": ["LogGuard.Serilog"], "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "trainingSessions": 500, "idleTimeout": "00:05:00" } }] } }""")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "Console" }, { "Name": "AnomalyDetector", "Args": { "options": { "Session": { "Property": "OrderId" }, "Model": { "TopG": 5 } } } }] } }""")]
    [InlineData("bash", "git clone somewhere\ndotnet build LogGuard.sln # all of it\n$ dotnet test tests/LogGuard.Tests --nologo")]
    [InlineData("sh", "dotnet run -c Release --project src/LogGuard -- not/there.txt\ndotnet add package LogGuard.Serilog")]
    [InlineData("text", "anything { at ( all")]
    public void GoodBlocksPass(string language, string text) => Assert.Equal([], Checker.Check(new ReadmeBlock(language, 1, text)));

    [Theory]
    [InlineData("csharp", "Log.Logger = new LoggerConfiguration().WriteTo.AnomalyDetektor().CreateLogger();", "AnomalyDetektor")]
    [InlineData("csharp", "Log.Logger = new LoggerConfiguration().WriteTo.AnomalyDetector(sessionProprty: \"x\").CreateLogger();", "sessionProprty")]
    [InlineData("csharp", "var options = new AnomalyDetectorOptions { TopG = 9 };", "TopG")]
    [InlineData("csharp", "var a = 1", "; expected")]
    [InlineData("csharp", "Console.WriteLine(order);", "order")]
    [InlineData("json", """{ "a": 1, }""", "trailing comma")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetektor" }] } }""", "AnomalyDetektor")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "modelPth": "x" } }] } }""", "modelPth")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "modelPath": "x", "detectorOptions": "T::M, A" } }] } }""", "modelPath, detectorOptions")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "queueLimit": 1 } }] } }""", "Queue.Limit is 1")]
    [InlineData("json", """{ "Serilog": { "WriteTo": { "One": { "Name": "AnomalyDetector", "Args": { "options": { "Sesion": { "Property": "x" } } } } } } }""", "options has no Sesion")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "options": { "Model": { "TopGee": 3 } } } }] } }""", "options.Model has no TopGee")]
    [InlineData("json", """{ "Serilog": { "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "options": { "OnAnomaly": "A::B, C" } } }] } }""", "options.OnAnomaly is a delegate")]
    [InlineData("bash", "dotnet test tests/LogGuard.Tests\ndotnet run --project samples/Nowhere", "there is no samples/Nowhere")]
    [InlineData("sh", "dotnet build Nothing.sln", "there is no Nothing.sln")]
    [InlineData("cs", "var a = 1;", "its language is \"cs\"")]
    [InlineData("", "var a = 1;", "its language is \"\"")]
    public void BadBlocksAreFound(string language, string text, string fault) =>
        Assert.Contains(Checker.Check(new ReadmeBlock(language, 1, text)), found => found.Contains(fault));

    private static IReadOnlyList<ReadmeBlock> BlocksOf(string document) => ReadmeBlock.In(File.ReadAllText(Path.Combine(Repository.Root, document)));
}
