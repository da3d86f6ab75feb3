using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(AnomalyDetector).Assembly);
}
