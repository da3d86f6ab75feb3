using System.Runtime.CompilerServices;

namespace LogGuard.Tests.Architecture;

public class DoorTests
{
    // Packages that bind to internals of another package break with its next version.
    [Theory]
    [InlineData("LogGuard.Serilog")]
    [InlineData("LogGuard.Extensions.Logging")]
    [InlineData("NLogTarget")]
    [InlineData("NLogTarget.Tests")]
    [InlineData("LogGuard.TorchSharp")]
    public void ADoorSeesNoInternalsOfTheCore(string assembly)
    {
        var friends = typeof(AnomalyDetector).Assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), false)
            .Cast<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName.Split(',')[0]).ToArray();

        Assert.Contains("LogGuard.Tests", friends);
        Assert.DoesNotContain(assembly, friends);
    }
}
