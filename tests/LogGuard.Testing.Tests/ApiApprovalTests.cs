namespace LogGuard.Testing.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(LogFlowRecorder).Assembly);
}
