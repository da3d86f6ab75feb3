using System.Text.Json;
using LogGuard.Cli.Input;
using LogGuard.Cli.Output;

namespace LogGuard.Cli.Models;

/// <summary>How the logs of a model are read and judged: kept beside its snapshots, so that later commands need not repeat it.</summary>
internal sealed record ModelSettings
{
    public const string FileName = "logguard.json";

    /// <summary>Name or notation of the format; null for auto.</summary>
    public string? Format { get; init; }

    public string? SessionField { get; init; }

    public string? SessionPattern { get; init; }

    public DetectorKind Detector { get; init; }

    /// <summary>The settings of a model; the defaults if an application made it.</summary>
    /// <exception cref="CommandException">The file is damaged.</exception>
    public static ModelSettings Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), CliJson.Readable.ModelSettings) ?? new() : new();
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{path} is damaged: {exception.Message}; delete it, and name --format and --session again");
        }
    }

    public void Save(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, CliJson.Readable.ModelSettings));

    /// <summary>These settings where the command line gives no others.</summary>
    public InputSettings Complete(InputSettings input)
    {
        var hasSession = input.SessionField is not null || input.SessionPattern is not null;
        return input with
        {
            Format = input.Format ?? Format,
            SessionField = hasSession ? input.SessionField : SessionField,
            SessionPattern = hasSession ? input.SessionPattern : SessionPattern,
        };
    }
}
