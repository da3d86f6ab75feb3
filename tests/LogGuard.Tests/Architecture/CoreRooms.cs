namespace LogGuard.Tests.Architecture;

/// <summary>
/// The rooms of the core, which are its folders, in the order in which an event passes through them. A room knows only the
/// rooms before it. The root folder is the facade, stands last, and may know them all.
/// </summary>
internal static class CoreRooms
{
    public const string Root = "";

    public static IReadOnlyList<string> InOrder { get; } =
    [
        "Primitives", // lists, hashes, samples
        "Faults", // what is wrong with settings
        "Neural", // networks and engines
        "Semantics", // vectors of templates
        "Workflows", // a workflow's structure, automaton and pictures
        "Contract", // the records that users see
        "Options", // settings, their table and binder
        "Diagnostics", // the detector's own messages and measurements
        "Keys", // template to log key
        "Sequences", // records, sessions, captured values
        "Text/Mining", // templates mined from text
        "Text/Formats", // how lines are built
        "Text/Sources", // files and streams
        "Models/Windows",
        "Models/NextKey",
        "Models/Counts",
        "Models/Values",
        "Models/Rates",
        "Workflows/Following", // sessions and tasks in workflows
        "Workflows/Mining",
        "Workflows/Separation",
        "Workflows/Feedback",
        "Detection/Models", // the public seam for models of one's own
        "Detection", // what a question is, verdicts, answers
        "Detection/Questions", // one type for each
        "Alerts",
        "Learning/Collecting",
        "Learning/Training",
        "Learning/Snapshots",
        "Learning/Cycle",
        "Pipeline", // intake, queue, reader
        Root,
    ];
}
