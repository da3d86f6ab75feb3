using System.CommandLine;

namespace LogGuard.Cli.Tests;

public class HelpTests
{
    private static readonly CliConsole Console = new(TextWriter.Null, TextWriter.Null, () => Stream.Null);

    public static TheoryData<string> Commands()
    {
        var data = new TheoryData<string>();
        foreach (var path in PathsOf(CommandLine.Make(Console), ""))
        {
            data.Add(path);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EveryCommandHasAnExampleThatItParses(string path)
    {
        var run = (await CliRun.RunAsync([.. path.Split(' '), "--help"])).Ended(ExitCode.Nothing);

        var examples = run.Output[(run.Output.IndexOf("Examples:", StringComparison.Ordinal) + 9)..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(examples);
        Assert.Contains(examples, example => example.Contains("logguard " + path.Split(' ')[0], StringComparison.Ordinal));
        Assert.All(examples, example => Assert.Empty(CommandLine.Make(Console).Parse(Arguments(example)).Errors));
    }

    [Fact]
    public async Task EveryCommandIsListedInTheOrderOfItsUse()
    {
        var run = (await CliRun.RunAsync("--help")).Ended(ExitCode.Nothing);

        var commands = CommandLine.Make(Console).Subcommands.Select(command => command.Name);
        Assert.Equal(["parse", "train", "detect", "watch", "explain", "answer", "suppress", "models", "evaluate", "diff", "gate", "completion"], commands);
        Assert.All(commands, command => Assert.Contains("  " + command, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("logguard pa", "parse")]
    [InlineData("logguard models r", "rollback")]
    [InlineData("logguard parse --format Log", "Logback")]
    [InlineData("logguard detect --output s", "sarif")]
    [InlineData("logguard answer 1 n", "normal")]
    public async Task AShellCompletesCommandsOptionsAndValues(string typed, string completion)
    {
        var run = (await CliRun.RunAsync($"[suggest:{typed.Length}]", typed)).Ended(ExitCode.Nothing);

        Assert.Contains(completion, run.Lines);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task EachShellHasAScriptThatAsksTheTool(string shell)
    {
        var run = (await CliRun.RunAsync("completion", shell)).Ended(ExitCode.Nothing);

        Assert.Contains("logguard \"[suggest:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownCommandIsAnErrorOnStandardError()
    {
        var run = (await CliRun.RunAsync("pasre", "app.log")).Ended(ExitCode.Failed);

        Assert.Contains("pasre", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> PathsOf(Command command, string path) => command.Subcommands.SelectMany(
        child => PathsOf(child, path.Length == 0 ? child.Name : $"{path} {child.Name}").Prepend(path.Length == 0 ? child.Name : $"{path} {child.Name}"));

    // The arguments of the last logguard in a line of a shell.
    private static string[] Arguments(string example)
    {
        var command = example[(example.LastIndexOf("logguard ", StringComparison.Ordinal) + 9)..].Split(" > ")[0].Split(" >> ")[0].Split(" | ")[0].TrimEnd('"', ')');
        return [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(command.Replace('\'', '"'))];
    }
}
