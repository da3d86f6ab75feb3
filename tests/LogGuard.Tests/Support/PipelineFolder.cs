namespace LogGuard.Tests.Support;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class PipelineFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("logguard-test-").FullName;

    /// <summary>The snapshots inside, oldest first.</summary>
    public string[] Snapshots => [.. Directory.GetDirectories(Path).Where(path => int.TryParse(System.IO.Path.GetFileName(path), out _)).Order()];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
