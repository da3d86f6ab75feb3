using LogGuard.Detection;
using LogGuard.Learning.Snapshots;
using LogGuard.Models.NextKey;

namespace LogGuard.Tests.Support;

/// <summary>Snapshots of models whose networks are made and loaded in no time; <see cref="ScriptedEngine"/> has their one weight.</summary>
internal static class SomeSnapshot
{
    /// <summary>Nine of them, of which models know the first three.</summary>
    public static readonly string[] Templates = [.. Enumerable.Range(1, 9).Select(key => $"template {key}")];

    public static ScriptedEngine Engine => new(static _ => 0.5f);

    /// <summary>A model of sessions a b b c, with a network, evidence and counts.</summary>
    public static SessionModel Network(int windowSize = 4)
    {
        var counted = SomeModel.Learn(SomeModel.Regular, withEvidence: true);
        var network = Engine.Create(LogKeyModel.Describe(counted.Symbols, hiddenSize: 16, layerCount: 1), seed: 0);
        var keys = new NextKeyJudge(new LogKeyModel(network, counted.Symbols, windowSize, knowsBoundaries: true), new ExpectationRule(0, 0.01f), evidence: counted.Keys!.Evidence);
        return ModelQuestions.Make(counted.Symbols, counted.SessionCount, counted.EventCount, true, keys, counted.Counts);
    }

    /// <summary>A snapshot of a model.</summary>
    public static Snapshot Of(SessionModel model) => new(DetectorKind.Default, Templates, LogSeverity.Debug, model, null);

    /// <summary>Writes it as the test clock begins.</summary>
    public static string Write(string folder, Snapshot snapshot)
    {
        SnapshotFormat.Write(folder, snapshot, TestTimeProvider.Start);
        return folder;
    }

    public static Snapshot Read(string folder) => SnapshotFormat.Read(folder, Engine);

    /// <summary>Why it cannot be read.</summary>
    public static string Refusal(string folder) => Assert.Throws<InvalidDataException>(() => Read(folder)).Message;
}
