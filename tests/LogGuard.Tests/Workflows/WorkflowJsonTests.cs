using System.Text;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Workflows;

public class WorkflowJsonTests
{
    [Fact]
    public void AWorkflowComesBackAsItWas()
    {
        var traces = new[] { "a b b c", "a c d", "a d c", "a b e" }.Select(letters => new WorkflowTrace(Some.Keys(letters), [.. Some.Keys(letters).Select(key => key * 10_000L)], 3)).ToArray();
        var workflows = new WorkflowMiner(key => $"step {key} of \"{{Name}}\"").Mine(traces, 0);

        var read = WorkflowJson.Read(WorkflowJson.Write(workflows));

        Assert.Equal(WorkflowJson.Write(workflows), WorkflowJson.Write(read));
        Assert.Equal(workflows.Select(workflow => workflow.ToString()), read.Select(workflow => workflow.ToString()));
        Assert.Equal(workflows[0].ToSvg(), read[0].ToSvg());
        var set = new WorkflowSet(read);
        Assert.All(traces, trace => Assert.True(set.Accepts(trace.Keys)));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "there are none")]
    [InlineData("[null]", "incomplete")]
    [InlineData("""[{"Name":"w"}]""", "cannot be read")]
    [InlineData("""[{"Name":"w","Root":{"Kind":"Loop","Minimum":1,"Maximum":2}}]""", "node 0 (Loop)")]
    [InlineData("""[{"Name":"w","Root":{"Kind":"Loop","Minimum":2,"Maximum":1,"Children":[{"Kind":"Step","Key":1,"Template":"t"}]}}]""", "node 0 (Loop)")]
    [InlineData("""[{"Name":"w","Root":{"Kind":"Sequence","Children":[{"Kind":"Step","Key":-1,"Template":"t"}]}}]""", "node 1 (Step)")]
    [InlineData("""[{"Name":"w","Root":{"Kind":"Sequence","Children":[null]}}]""", "a node is missing")]
    [InlineData("""[{"Name":"w","Root":{"Kind":"Step","Key":1,"Template":"t"},"Transitions":[{"From":0,"To":9,"Count":1}]}]""", "a transition")]
    [InlineData("""[{"Name":"w","SessionCount":-1,"Root":{"Kind":"Step","Key":1,"Template":"t"}}]""", "negative")]
    public void WhatIsNotSoundIsRefused(string json, string fault)
    {
        var exception = Assert.Throws<InvalidDataException>(() => WorkflowJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(fault, exception.Message);
    }

    [Fact]
    public void ATreeWithoutBottomIsRefused()
    {
        var node = "{\"Kind\":\"Step\",\"Key\":1,\"Template\":\"t\"}";
        for (var depth = 0; depth < 300; depth++)
        {
            node = $"{{\"Kind\":\"Optional\",\"Children\":[{node}]}}";
        }

        Assert.Throws<InvalidDataException>(() => WorkflowJson.Read(Encoding.UTF8.GetBytes($"[{{\"Name\":\"w\",\"Root\":{node}}}]")));
    }
}
