using LogGuard.Cli.Output;

namespace LogGuard.Cli.Input;

/// <summary>Opens logs.</summary>
internal static class LogFileExtensions
{
    private const int BufferSize = 128 * 1024;

    /// <exception cref="CommandException">The file cannot be opened or read.</exception>
    public static LogStream Open(this LogFile file, CliConsole console, ReadProgress? progress = null)
    {
        Stream? source = null;
        try
        {
            source = file.Path is null ? console.OpenInput() : new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize);
            return new LogStream(source, progress is null ? null : progress.Add);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            source?.Dispose();
            throw new CommandException($"{file.Name} cannot be read: {exception.Message}");
        }
    }
}
