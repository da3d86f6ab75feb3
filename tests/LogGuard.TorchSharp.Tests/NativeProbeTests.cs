using System.Reflection;
using System.Runtime.InteropServices;

namespace LogGuard.TorchSharp.Tests;

public partial class NativeProbeTests
{
    [Theory]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/runtimes/linux-x64/native/libLibTorchSharp.so)", "GLIBCXX_3.4.32")]
    [InlineData("/lib64/libm.so.6: version `GLIBC_2.38' not found (required by /app/libtorch_cpu.so)", "GLIBC_2.38")]
    [InlineData("/usr/lib/libstdc++.so.6: version `CXXABI_1.3.15' not found (required by /app/libc10.so)", "CXXABI_1.3.15")]
    public void AnOldRuntimeOfTheSystemIsRecognised(string said, string version) =>
        Assert.Equal(
            $"its native library needs {version}, which this system's C++ runtime is too old for; TorchSharp 0.107 needs that of Debian 13, Ubuntu 24.04 or later.",
            LoaderMessage.Explain(said));

    [Fact]
    public void WhatElseTheLoaderSaysIsToldAsItIs() =>
        Assert.Equal(
            "its native library does not load, perhaps because of another version of libtorch: libtorch.so: cannot open shared object file",
            LoaderMessage.Explain("libtorch.so: cannot open shared object file\nmore"));

    [Fact]
    public void AFileThatIsNoLibraryIsAProblem()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no library");
            string? problem = NativeProbe.FindProblem(path, Assembly.GetExecutingAssembly());

            Assert.Contains("does not load", problem);
            Assert.DoesNotContain("\n", problem);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ALibraryThatIsNowhereIsAProblem()
    {
        // For an assembly of the framework nothing is looked for beside the application.
        string? problem = NativeProbe.FindProblem(path: null, typeof(object).Assembly);

        // Where libtorch is installed for the whole machine, it is found after all.
        Assert.True(problem is null || problem.Contains("missing"), problem);
    }

    [Fact]
    public void TheThreadsOfOpenMpAreToldToSleepUnlessTheHostHasDecided()
    {
        OpenMpWaiting.LetSleep();

        bool isDecided = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null;
        if (!OperatingSystem.IsWindows() && !isDecided)
        {
            Assert.Equal("PASSIVE", Marshal.PtrToStringUTF8(NativeVariable("OMP_WAIT_POLICY")));
        }
        else
        {
            Assert.True(isDecided);
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeVariable(string name);
}
