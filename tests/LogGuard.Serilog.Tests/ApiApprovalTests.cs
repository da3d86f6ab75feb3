using LogGuard.Tests.Support;

namespace LogGuard.Serilog.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(MinimumLevelController).Assembly);
}
