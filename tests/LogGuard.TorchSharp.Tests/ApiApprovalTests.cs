using LogGuard.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne()
    {
        var approvedFile = Path.Combine(Repository.Root, "tests", "LogGuard.TorchSharp.Tests", "LogGuard.TorchSharp.approved.txt");
        var receivedFile = Path.Combine(AppContext.BaseDirectory, "LogGuard.TorchSharp.received.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";

        var received = PublicApi.List(typeof(TorchDevice).Assembly);

        File.WriteAllText(receivedFile, received);
        var added = received.Split('\n').Except(approved.Split('\n')).Select(line => "+ " + line);
        var removed = approved.Split('\n').Except(received.Split('\n')).Select(line => "- " + line);
        Assert.True(
            approved == received,
            $"""
            The public API has changed:
            {string.Join('\n', removed.Concat(added))}
            Where this is intended, accept it and commit the file with the change:
                cp "{receivedFile}" "{approvedFile}"
            """);
    }
}
