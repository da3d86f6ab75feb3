using LogGuard.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(TorchDevice).Assembly);
}
