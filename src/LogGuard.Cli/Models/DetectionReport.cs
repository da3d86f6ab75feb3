using System.Text.Json;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Models;

/// <summary>The result of a detection, kept beside the model for explain and answer.</summary>
internal sealed record DetectionReport
{
    private const string FileName = "report.json";

    /// <summary>The full paths of the files that were read.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public string? Format { get; init; }

    public string? SessionField { get; init; }

    public string? SessionPattern { get; init; }

    /// <summary>The snapshot that judged.</summary>
    public required int Snapshot { get; init; }

    public required long Lines { get; init; }

    public required long Sessions { get; init; }

    public required long AnomalyCount { get; init; }

    public required long SuppressedCount { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <exception cref="CommandException">There is no report, or it is damaged.</exception>
    public static DetectionReport Load(ModelFolder folder)
    {
        folder.Require();
        var path = Path.Combine(folder.Path, FileName);
        if (!File.Exists(path))
        {
            throw new CommandException($"there is no report in {folder.Name}; run logguard detect FILE --model {folder.Name} first");
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), CliJson.Readable.DetectionReport) ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{path} is damaged: {exception.Message}; run logguard detect again");
        }
    }

    public void Save(ModelFolder folder)
    {
        var path = Path.Combine(folder.Path, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, CliJson.Readable.DetectionReport));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <exception cref="CommandException">There is no finding with this id.</exception>
    public Finding Find(int id) => Findings.FirstOrDefault(finding => finding.Id == id)
        ?? throw new CommandException(Findings.Count == 0 ? "the last detect found nothing" : $"there is no finding {id}; the last detect found 1 to {Findings.Count}");
}
