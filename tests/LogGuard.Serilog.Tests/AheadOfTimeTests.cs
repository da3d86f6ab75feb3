using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using LogGuard.Serilog.Tests.Support;

namespace LogGuard.Serilog.Tests;

/// <summary>Compiles samples/QuickStart ahead of time, for the default instruction set.</summary>
public class AheadOfTimeTests
{
    [AheadOfTimeFact]
    [Trait("Kind", "Slow")]
    public async Task QuickStartLearnsAndDetectsAndSaysWhatWouldMakeItFaster()
    {
        var folder = Directory.CreateTempSubdirectory("logguard-aot-").FullName;
        try
        {
            var published = await ProgramRun.RunAsync(
                "dotnet", "publish", Path.Combine(Repository.Root, "samples", "QuickStart", "QuickStart.csproj"), "-c", "Release", "-r", AheadOfTimeFactAttribute.Runtime,
                "-o", Path.Combine(folder, "out"), "--artifacts-path", Path.Combine(folder, "artifacts"), "--nologo", "-v", "q", "-p:PublishAot=true",
                $"-p:CppCompilerAndLinker={AheadOfTimeFactAttribute.Linker}", "-p:LinkerFlavor=bfd",

                // The packages of others have warnings about trimming.
                "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnablePackageValidation=false");
            Assert.True(published.ExitCode == 0, published.Text);

            var ran = await ProgramRun.RunAsync(Path.Combine(folder, "out", "QuickStart"));

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
}
