namespace LogGuard.OpenTelemetry.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(FindingLog).Assembly);
}
