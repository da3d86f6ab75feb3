using System.CommandLine;

namespace LogGuard.Cli.Commands;

/// <summary>Prints the script by which a shell completes the tool's commands, options and values.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _logguard() {
            local IFS=$'\n'
            COMPREPLY=($(logguard "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _logguard logguard
        """;

    private const string Zsh = """
        _logguard() {
            local -a found
            found=("${(@f)$(logguard "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            [[ -n "$found" ]] && compadd -- $found || _files
        }
        compdef _logguard logguard
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName logguard -ScriptBlock {
            param($word, $command, $cursor)
            logguard "[suggest:$cursor]" "$command" | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Make(CliConsole console)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new ExampleCommand(
            "completion", "Prints a script that completes commands, options and values in a shell.",
            "eval \"$(logguard completion bash)\"",
            "logguard completion pwsh | Out-String | Invoke-Expression") { shell };
        command.SetAction(parsed =>
        {
            console.Output.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => PowerShell });
            return ExitCode.Nothing;
        });
        return command;
    }
}
