namespace LogGuard.Dashboard.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(DashboardOptions).Assembly);
}
