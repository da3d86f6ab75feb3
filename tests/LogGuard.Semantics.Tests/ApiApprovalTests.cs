namespace LogGuard.Semantics.Tests;

public class ApiApprovalTests
{
    [Fact]
    public void ThePublicApiIsTheApprovedOne() => ApprovedApi.Check(typeof(MiniLmVectorizer).Assembly);
}
