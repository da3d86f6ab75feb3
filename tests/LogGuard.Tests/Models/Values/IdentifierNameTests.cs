using LogGuard.Models.Values;

namespace LogGuard.Tests.Models;

public class IdentifierNameTests
{
    [Theory]
    [InlineData("Port")]
    [InlineData("RemotePort")]
    [InlineData("remote_port")]
    [InlineData("Year")]
    [InlineData("InvoiceMonth")]
    [InlineData("BuildVersion")]
    [InlineData("ProcessId")]
    [InlineData("StatusCode")]
    [InlineData("2: port <integer> closed")]
    [InlineData("3: pid=<integer>")]
    public void NamesAndDatesAreKnownByTheirLastWord(string name) => Assert.True(IdentifierName.Is(name));

    [Theory]
    [InlineData("")]
    [InlineData("Seconds")]
    [InlineData("PortCount")]
    [InlineData("RequestsPerHour")]
    [InlineData("requests_per_day")]
    [InlineData("ElapsedMilliseconds")]
    [InlineData("Valid")]
    [InlineData("1: Took <real> seconds")]
    [InlineData("1: <integer>")]
    public void QuantitiesAreNot(string name) => Assert.False(IdentifierName.Is(name));
}
