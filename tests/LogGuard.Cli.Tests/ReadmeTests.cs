using System.CommandLine;
using System.CommandLine.Parsing;

namespace LogGuard.Cli.Tests;

public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "LogGuard.Cli", "README.md"));
    private static readonly CliConsole Console = new(TextWriter.Null, TextWriter.Null, () => Stream.Null);

    [Fact]
    public void EveryCommandLineIsOneThatTheToolParses()
    {
        var lines = Readme.Split('\n').Where(line => line.StartsWith("logguard ", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Empty(CommandLine.Make(Console).Parse(
            [.. CommandLineParser.SplitCommandLine(line["logguard ".Length..].Split(" > ")[0].Replace('\'', '"'))]).Errors));
    }

    [Fact]
    public void EveryCommandHasARow() => Assert.All(
        CommandLine.Make(Console).Subcommands, command => Assert.Contains($"| `{command.Name}", Readme, StringComparison.Ordinal));

    [Fact]
    public void EveryExitCodeHasARow() => Assert.All(
        new[] { ExitCode.Nothing, ExitCode.Failed, ExitCode.Found, ExitCode.NoModel }, code => Assert.Contains($"\n| {code} | ", Readme, StringComparison.Ordinal));
}
