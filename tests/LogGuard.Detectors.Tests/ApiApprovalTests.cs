namespace LogGuard.Detectors.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(PcaTrainer).Assembly);
}
