using LogGuard.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LogGuard.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var approvedFile = Path.Combine(folder, "tests", "LogGuard.Extensions.Logging.Tests", "LogGuard.Extensions.Logging.approved.txt");
        var receivedFile = Path.Combine(AppContext.BaseDirectory, "LogGuard.Extensions.Logging.received.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";

        var received = PublicApi.List(typeof(AnomalyDetectorLoggerProvider).Assembly);

        File.WriteAllText(receivedFile, received);
        Assert.True(approved == received, $"The public API has changed. Where this is intended: cp \"{receivedFile}\" \"{approvedFile}\"\n{received}");
    }
}
