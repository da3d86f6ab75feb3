namespace LogGuard.Testing.Tests;

public sealed class LogFlowsExtensionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Approved => Path.Combine(_folder, "flows.approved.md");

    private string Received => Path.Combine(_folder, "flows.received.md");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FlowsThatNobodyApprovedAreReceived()
    {
        var exception = Assert.Throws<FlowsNotApprovedException>(() => Flows("a b").ShouldMatchApproved(Approved));

        Assert.Contains("there is no", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"copy that file over {Approved}, or run the tests once with LOGGUARD_APPROVE=1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Flows("a b").ToMarkdown(), File.ReadAllText(Received));
        Assert.False(File.Exists(Approved));
    }

    [Fact]
    public void ApprovedFlowsMatchAndLeaveNothingBehind()
    {
        File.WriteAllText(Received, "old");

        Flows("a b").Approve(Approved);
        Flows("a b").ShouldMatchApproved(Approved);

        Assert.False(File.Exists(Received));
    }

    [Theory]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\r\n", "\uFEFF\r\n")]
    public void LineEndsAndAMarkOfTheEncodingAreNotCompared(string lineEnd, string before)
    {
        File.WriteAllText(Approved, before + Flows("a b").ToMarkdown().Replace("\n", lineEnd, StringComparison.Ordinal) + lineEnd);

        Flows("a b").ShouldMatchApproved(Approved);
    }

    [Fact]
    public void ADifferenceShowsItsLinesAndItsWorkflowAndNoPicture()
    {
        Flows("a b c d", "x y").Approve(Approved);

        var exception = Assert.Throws<FlowsNotApprovedException>(() => Flows("a b d", "x y").ShouldMatchApproved(Approved));

        Assert.StartsWith(
            """
            The flows differ from the approved ones (- approved, + recorded):
              …
              ## Workflow `a`
              1. `a`
              1. `b`
            - 1. `c`
              1. `d`
              ## Workflow `x`
            The recorded flows are in
            """.ReplaceLineEndings("\n"),
            exception.Message.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AMalformedFileIsSaidPlainly()
    {
        File.WriteAllText(Approved, "# Flows\n\n## Workflow `a`\n\n### Flow\n\n1. a\n");

        var exception = Assert.Throws<FlowsNotApprovedException>(() => Flows("a").ShouldMatchApproved(Approved));

        Assert.Contains("is malformed, line 7: it is neither a template in backticks nor a group: \"1. a\"", exception.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Fact]
    public void AFileWithAnotherNameHasItsReceivedOneBesideIt()
    {
        var approved = Path.Combine(_folder, "orders.md");

        Assert.Throws<FlowsNotApprovedException>(() => Flows("a").ShouldMatchApproved(approved));

        Assert.True(File.Exists(approved + ".received"));
    }

    [Fact]
    public void WithoutAPathTheFileIsBesideTheCallersSource()
    {
        Flows("a").Approve(callerFile: Path.Combine(_folder, "Tests.cs"));

        Assert.True(File.Exists(Approved));
        Assert.Throws<FlowsNotApprovedException>(() => Flows("a").ShouldMatchApproved(callerFile: "/nowhere/Tests.cs"));
    }

    [Fact]
    public void ASourceFolderOfABuildForReleaseIsFoundFromTheRootOfTheRepository()
    {
        var tests = Directory.CreateDirectory(Path.Combine(_folder, "tests", "Shop")).FullName;
        var output = Directory.CreateDirectory(Path.Combine(tests, "bin", "Release")).FullName;

        Assert.Equal(tests, SourceFolder.Find("/_/tests/Shop", output));
        Assert.Equal(tests, SourceFolder.Find("/_1/tests/Shop", output));
        Assert.Equal(tests, SourceFolder.Find(tests, "/"));
        Assert.Null(SourceFolder.Find("/_/tests/Other", output));
        Assert.Null(SourceFolder.Find("/nowhere", output));
        Assert.Null(SourceFolder.Find("", output));
    }

    private static LogFlows Flows(params string[] sessions) => LogFlows.Of(sessions.Select(session => session.Split(' ')));
}
