using LogGuard.Learning.Snapshots;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Learning;

public sealed class SnapshotWorkflowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WorkflowsAreReadBackAsTheyWere()
    {
        var workflows = new WorkflowMiner(key => $"template {key}").Mine(
            [new WorkflowTrace(Some.Keys("a b c"), [0, 10, 200], 60), new WorkflowTrace(Some.Keys("d e f"), null, 30)], 0);

        var read = Read(Write(workflows)).Model!.Workflows.Workflows;

        Assert.Equal(2, read.Count);
        Assert.Equal(WorkflowJson.Write(workflows), WorkflowJson.Write(read));
    }

    [Fact]
    public void WorkflowsMayHoldTheLastTemplate()
    {
        var workflows = new WorkflowMiner(key => $"template {key}").Mine([new WorkflowTrace([1, 2, 9], null, 60)], 0);

        Assert.Single(Read(Write(workflows)).Model!.Workflows.Workflows);
    }

    [Fact]
    public void ASnapshotWithoutWorkflowsIsRead()
    {
        var folder = Write([]);

        Assert.False(File.Exists(Path.Combine(folder, "workflows.json")));
        Assert.Empty(Read(folder).Model!.Workflows.Workflows);
    }

    [Fact]
    public void WorkflowsOfUnknownKeysAreRefused()
    {
        var folder = Write(new WorkflowMiner(key => $"template {key}").Mine([new WorkflowTrace([1, 2, 99], null, 60)], 0));

        Assert.Throws<InvalidDataException>(() => Read(folder));
    }

    private string Write(IReadOnlyList<Workflow> workflows)
    {
        var model = Trained.Make(DetectorKind.NewKey);
        model.Workflows = new WorkflowSet(workflows);
        string[] templates = [.. Enumerable.Range(1, 9).Select(key => $"template {key}")];
        SnapshotFormat.Write(_folder, new Snapshot(DetectorKind.NewKey, templates, LogSeverity.Debug, model, null), TestTimeProvider.Start);
        return _folder;
    }

    private static Snapshot Read(string folder) => SnapshotFormat.Read(folder, new ManagedEngine());
}
