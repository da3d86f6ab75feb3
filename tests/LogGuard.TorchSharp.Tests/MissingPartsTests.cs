using LogGuard.TorchSharp.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.TorchSharp.Tests;

/// <summary>
/// A program with a detector, run with one part or another of TorchSharp taken away: one line, the managed engine, the same
/// verdicts, exit code 0, and nothing else on the console.
/// </summary>
public sealed class MissingPartsTests(ITestOutputHelper output) : IDisposable
{
    private readonly ProgramFolder _program = new();

    // Nothing may depend on what the machine has by chance.
    private static readonly Lazy<string[]> Managed = new(() =>
    {
        using var program = new ProgramFolder();
        return program.Run("check", "--managed");
    });

    [TorchFact]
    public void WithEverythingTorchSharpTrainsAndJudges()
    {
        string[] lines = _program.Run("check", "--device", "cpu");

        string line = Assert.Single(lines);
        Assert.StartsWith("result engine=torch ", line);
        Assert.Equal(Verdicts(Managed.Value), Verdicts(lines));
    }

    [Fact]
    public void WithoutTorchSharpTheManagedEngineTakesItsPlace()
    {
        _program.Remove("TorchSharp.dll");

        AssertManaged("TorchSharp.dll is missing or damaged.");
    }

    [Fact]
    public void WithADamagedTorchSharpTheManagedEngineTakesItsPlace()
    {
        _program.Replace("TorchSharp.dll", "no assembly");

        AssertManaged("TorchSharp.dll is missing or damaged.");
    }

    [Fact]
    public void WithoutTheNativeLibraryTheManagedEngineTakesItsPlace()
    {
        _program.Remove(ProgramFolder.NativeName);

        AssertManaged("its native library is missing;");
    }

    [Fact]
    public void WithADamagedNativeLibraryTheManagedEngineTakesItsPlace()
    {
        _program.Replace(ProgramFolder.NativeName, "no library");

        AssertManaged("its native library does not load");
    }

    // What TorchSharp's library is beside a libtorch that lacks one of its functions: it loads as long as nobody calls that one.
    [Fact]
    public void WithAnotherLibtorchTheManagedEngineTakesItsPlace()
    {
        if (!_program.TryReplaceByLibraryWithoutItsFunctions(ProgramFolder.NativeName))
        {
            output.WriteLine("There is no C compiler here: not tested.");
            return;
        }

        Assert.Contains("a_function_of_another_libtorch", AssertManaged("its native library does not load"));
    }

    [TorchFact]
    public void WithoutAGpuTheManagedEngineTakesItsPlace()
    {
        string[] lines = _program.Run("check", "--device", "cuda:127");

        Assert.Equal(2, lines.Length);
        Assert.Contains("CUDA GPU", lines[0]);
        Assert.Equal(Verdicts(Managed.Value), Verdicts(lines));
    }

    [TorchFact]
    public void AProgramThatEndsWhileItTrainsKeepsItsExitCode()
    {
        // Without waiting for libtorch four of six such programs crashed.
        for (int run = 0; run < 3; run++)
        {
            Assert.Empty(_program.Run(exitCode: 7, "exit", "--device", "cpu"));
        }
    }

    public void Dispose() => _program.Dispose();

    private string AssertManaged(string why)
    {
        string[] lines = _program.Run("check", "--device", "cpu");

        output.WriteLine(lines[0]);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"LogGuard: TorchSharp cannot be used, the managed engine takes its place: {why}", lines[0]);
        Assert.StartsWith("result engine=managed state=Detecting ", lines[1]);
        Assert.Equal(Verdicts(Managed.Value), Verdicts(lines));
        return lines[0];
    }

    private static string Verdicts(string[] lines) => lines[^1][lines[^1].IndexOf(" state=", StringComparison.Ordinal)..];
}
