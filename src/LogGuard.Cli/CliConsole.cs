using System.Text;
using Spectre.Console;

namespace LogGuard.Cli;

/// <summary>The streams that a command reads and writes; tests give it their own.</summary>
/// <param name="Output">Receives results only.</param>
/// <param name="Error">Receives messages, and the progress bar of a terminal.</param>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="IsOutputTerminal">Whether colours and the width of a terminal are wanted for results.</param>
/// <param name="IsErrorTerminal">Whether a progress bar is wanted.</param>
internal sealed record CliConsole(TextWriter Output, TextWriter Error, Func<Stream> OpenInput, bool IsOutputTerminal = false, bool IsErrorTerminal = false)
{
    private const int PipedWidth = 160;

    /// <summary>Whether standard input is a file or a pipe, so that a command without files reads it.</summary>
    public bool HasPipedInput { get; init; } = true;

    public static CliConsole OfProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new(Console.Out, Console.Error, Console.OpenStandardInput, !Console.IsOutputRedirected, !Console.IsErrorRedirected)
        {
            HasPipedInput = Console.IsInputRedirected,
        };
    }

    /// <summary>A console for tables: plain text at a fixed width if the output is piped.</summary>
    public IAnsiConsole Tables() => Make(Output, IsOutputTerminal);

    /// <summary>A console for the progress bar.</summary>
    public IAnsiConsole Progress() => Make(Error, IsErrorTerminal);

    private static IAnsiConsole Make(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipedWidth;
        }

        return console;
    }
}
