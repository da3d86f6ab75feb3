namespace LogGuard.Cli.Models;

/// <summary>A temporary folder with a copy of a model, deleted at the end.</summary>
internal sealed class ModelCopy : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("logguard-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary folder.
        }
    }
}
