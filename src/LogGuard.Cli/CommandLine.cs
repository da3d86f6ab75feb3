using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LogGuard.Cli.Commands;

namespace LogGuard.Cli;

/// <summary>The root command and its invocation.</summary>
internal static class CommandLine
{
    // A detector that is stopped while it trains needs a moment to close its files.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(20);

    public static RootCommand Make(CliConsole console)
    {
        var root = new RootCommand("Learns what the normal sessions of a log look like, and reports the ones that break the pattern.")
        {
            ParseCommand.Make(console),
            TrainCommand.Make(console),
            DetectCommand.Make(console),
            WatchCommand.Make(console),
            ExplainCommand.Make(console),
            AnswerCommand.Make(console),
            SuppressCommand.Make(console),
            ModelsCommand.Make(console),
            EvaluateCommand.Make(console),
            DiffCommand.Make(console),
            GateCommand.Make(console),
            CompletionCommand.Make(console),
        };
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }

        return root;
    }

    /// <summary>Runs a command line. Expected failures become a message and an exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellation = default)
    {
        var invocation = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToEnd,
        };
        try
        {
            return await Make(console).Parse(arguments).InvokeAsync(invocation, cancellation).ConfigureAwait(false);
        }
        catch (CommandException exception)
        {
            return Fail(exception.Message, exception.ExitCode);
        }
        catch (OperationCanceledException)
        {
            return Fail("stopped", ExitCode.Failed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            return Fail(exception.Message, ExitCode.Failed);
        }

        int Fail(string message, int code)
        {
            console.Error.WriteLine($"logguard: {message}");
            return code;
        }
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is ExampleCommand { Examples: { Count: > 0 } examples })
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return code;
        }
    }
}
