using LogGuard.Neural;

namespace LogGuard.Cli.Models;

/// <summary>The options of a detector that reads whole files.</summary>
internal static class DetectorSetup
{
    // Nothing ends the learning before the end of the files.
    private const int MostSessions = 100_000_000;
    private const int MostEvents = 1_000_000_000;
    private const int PendingAnomalies = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="folder">The folder of the model.</param>
    /// <param name="settings">The settings of the model.</param>
    /// <param name="console">Receives warnings.</param>
    public static AnomalyDetectorOptions Make(string folder, ModelSettings settings, CliConsole console)
    {
        var options = new AnomalyDetectorOptions
        {
            ModelPath = folder,
            Detector = settings.Detector,
            PendingAnomalyLimit = PendingAnomalies,
            SnapshotLimit = ModelFolder.KeptSnapshots,

            // The user waits for the training. In an application its threads have a low priority.
            EngineFactory = static _ => new ManagedEngine(),
            OnDiagnostic = message => Tell(console, message),
        };

        // A log is of no version: a new template is new.
        options.Training.QuarantineTime = null;
        options.Training.SessionCount = MostSessions;
        options.Training.EventCount = MostEvents;
        options.Training.StreamEventCount = MostEvents;
        options.Training.Duration = Longest;

        // The files end, and with them every session.
        options.Session.SaveInterval = null;
        options.Session.SavedLimit = 0;
        return options;
    }

    // The library's advice about sessions names settings of an application.
    private static void Tell(CliConsole console, DiagnosticMessage message)
    {
        if (message.Severity >= LogSeverity.Warning)
        {
            console.Error.WriteLine(message.Text.StartsWith("none of ", StringComparison.Ordinal)
                ? "logguard: no line names a session, so only the order of the lines is learnt; if they name one, use --session or --session-pattern"
                : $"logguard: {message.Text}");
        }
    }

    /// <summary>Opens a detector with a model.</summary>
    /// <exception cref="CommandException">The model cannot be used.</exception>
    public static AnomalyDetector Open(AnomalyDetectorOptions options, string name)
    {
        options.RequireModel = true;
        try
        {
            return new AnomalyDetector(options);
        }
        catch (InvalidOperationException exception)
        {
            throw new CommandException($"the model in {name} cannot be used: {exception.Message}", ExitCode.NoModel);
        }
    }
}
