using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using LogGuard.Serilog.Tests.Support;

namespace LogGuard.Serilog.Tests;

/// <summary>Compiles samples/QuickStart ahead of time, for the default instruction set.</summary>
public class AheadOfTimeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [AheadOfTimeFact]
    [Trait("Kind", "Slow")]
    public async Task QuickStartLearnsAndDetectsAndSaysWhatWouldMakeItFaster()
    {
        var folder = Directory.CreateTempSubdirectory("logguard-aot-").FullName;
        try
        {
            var published = await RunAsync(
                "dotnet", "publish", Path.Combine(Root(), "samples", "QuickStart", "QuickStart.csproj"), "-c", "Release", "-r", AheadOfTimeFactAttribute.Runtime,
                "-o", Path.Combine(folder, "out"), "--artifacts-path", Path.Combine(folder, "artifacts"), "--nologo", "-v", "q", "-p:PublishAot=true",
                $"-p:CppCompilerAndLinker={AheadOfTimeFactAttribute.Linker}", "-p:LinkerFlavor=bfd",

                // The packages of others have warnings about trimming.
                "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnablePackageValidation=false");
            Assert.True(published.ExitCode == 0, published.Text);

            var ran = await RunAsync(Path.Combine(folder, "out", "QuickStart"));

            Assert.True(ran.ExitCode == 0, ran.Text);
            Assert.Contains("Unexpected line in session B-0001, line 3: [Information] Order B-0001 shipped in 1 parcels", ran.Text);
            Assert.Contains("\"Payment of {Amount:0.00} for order {OrderId} captured\" was skipped", ran.Text);
            var isX64 = RuntimeInformation.OSArchitecture == Architecture.X64;
            Assert.Equal(isX64 && Fma.IsSupported, ran.Text.Contains("<IlcInstructionSet>x86-64-v3</IlcInstructionSet>", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A build inside of a test run must not join the servers of the build outside.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LogGuard.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
