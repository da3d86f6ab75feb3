namespace LogGuard.Cli;

/// <summary>Ends a command with a message for its user: what is wrong, where, and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="exitCode">The exit code.</param>
internal sealed class CommandException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}
