using LogGuard.Tests.Support;

namespace LogGuard.Extensions.Logging.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(AnomalyDetectorLoggerProvider).Assembly);
}
