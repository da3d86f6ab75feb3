using System.Globalization;
using LogGuard.TorchSharp.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.TorchSharp.Tests;

/// <summary>
/// Memory runs short in a program that trains: anywhere in the forward pass, the backward pass or the step, one line, the managed engine,
/// the same loss, and exit code 0.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class ShortageTests(ITestOutputHelper output) : IDisposable
{
    private readonly ProgramFolder _program = new();

    // The batch takes about 650 MB beyond its first allocation.
    public static TheoryData<int> Megabytes => [.. Enumerable.Range(1, 16).Select(step => 50 * step)];

    [TorchTheory]
    [MemberData(nameof(Megabytes))]
    public void TooLittleAddressSpaceEndsInTheManagedEngineAndNotInACrash(int megabytes)
    {
        // The program limits the address space itself, on Linux only.
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string[] lines = _program.Run("short", "--device", "cpu", "--megabytes", megabytes.ToString(CultureInfo.InvariantCulture));

        output.WriteLine(string.Join('\n', lines));
        Assert.StartsWith("result name=short-step ", lines[^1]);
        if (lines.Length > 1)
        {
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("told: the device cpu has failed, the managed engine goes on with the same weights: ", lines[0]);
        }
    }

    // Without a shortage the tests above would prove nothing.
    [TorchFact]
    public void FiftyMegabytesAreTooLittle()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(2, _program.Run("short", "--device", "cpu", "--megabytes", "50").Length);
        }
    }

    [TorchFact]
    public void NetworksThatAreDroppedLeaveNothingBehind()
    {
        // Each has 70 MB, so that forty are 2.8 GB.
        string[] lines = _program.Run("many", "--device", "cpu", "--networks", "40");

        output.WriteLine(lines[^1]);
        Assert.StartsWith("result name=many engine=torch ", lines[^1]);
    }

    public void Dispose() => _program.Dispose();
}
