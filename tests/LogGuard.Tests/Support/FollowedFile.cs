using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>A log file in a folder of its own, written by a test and read by sources at the pace that the test sets.</summary>
internal sealed class FollowedFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<FileSource> _sources = [];

    public TestTimeProvider Clock { get; } = new();

    public string Path => this["app.log"];

    /// <summary>What the sources reported.</summary>
    public List<string> Reports { get; } = [];

    public TextLogOptions Options { get; } = new() { Follow = true };

    public string this[string name] => System.IO.Path.Combine(_folder, name);

    public void Append(string text) => File.AppendAllText(Path, text);

    public FileSource Open(TextPosition? position = null)
    {
        Options.Path = Path;
        var source = new FileSource(Options.Freeze(), position, Clock, Reports.Add);
        _sources.Add(source);
        return source;
    }

    /// <summary>Looks until nothing new is there twice: how long that takes is up to the source.</summary>
    public string[] ReadNew(FileSource source)
    {
        var lines = new List<string>();
        for (var idle = 0; idle < 3;)
        {
            lines.AddRange(SourceLines.AtHand(source));
            switch (source.Poll())
            {
                case LineWait.More:
                    idle = 0;
                    break;
                case LineWait.Ended:
                    return [.. lines, "(end)"];
                default:
                    idle++;
                    break;
            }
        }

        return [.. lines];
    }

    /// <summary>The position behind the line given last.</summary>
    public static TextPosition Position(FileSource source) => source.GetPosition(source.Next)!;

    public void Dispose()
    {
        _sources.ForEach(source => source.Dispose());
        _folder.Dispose();
    }
}
