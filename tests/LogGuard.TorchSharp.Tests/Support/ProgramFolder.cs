using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>
/// A copy of the benchmark program in a folder of its own, managed and native libraries side by side, from which parts can be
/// taken away. libtorch, which is large, is linked to; the program runs without its list of dependencies, since with
/// one the runtime itself would refuse to start where a part is missing.
/// </summary>
internal sealed class ProgramFolder : IDisposable
{
    private const string Program = "LogGuard.TorchSharp.Benchmarks";

    private readonly string _folder = Directory.CreateTempSubdirectory("logguard-torch-").FullName;

    public ProgramFolder()
    {
        // No links: the runtime would follow that of the program, and take all else from where it leads.
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        string natives = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        if (Directory.Exists(natives))
        {
            foreach (string file in Directory.GetFiles(natives))
            {
                File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
            }
        }

        string settings = $"{Program}.runtimeconfig.json";
        File.Copy(Path.Combine(AppContext.BaseDirectory, settings), Path.Combine(_folder, settings));
    }

    /// <summary>The file name of TorchSharp's native library on this system.</summary>
    public static string NativeName =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    public void Remove(string name)
    {
        Assert.True(File.Exists(Path.Combine(_folder, name)), $"{name} is not there to be removed.");
        File.Delete(Path.Combine(_folder, name));
    }

    public void Replace(string name, string content)
    {
        Remove(name);
        File.WriteAllText(Path.Combine(_folder, name), content);
    }

    /// <summary>Puts a library there that calls a function which nobody has; false where there is no C compiler.</summary>
    public bool TryReplaceByLibraryWithoutItsFunctions(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        string source = Path.Combine(_folder, "library.c");
        File.WriteAllText(source, "int a_function_of_another_libtorch(void);\nint THSTorch_get_num_threads(void) { return a_function_of_another_libtorch(); }\n");
        Remove(name);
        string[] options = OperatingSystem.IsMacOS() ? ["-undefined", "dynamic_lookup"] : [];
        try
        {
            using Process compiler = Process.Start("cc", ["-shared", "-fPIC", .. options, "-o", Path.Combine(_folder, name), source]);
            compiler.WaitForExit();
            return compiler.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs the program, which must succeed, and gives what it wrote to both outputs, line by line.</summary>
    public string[] Run(params string[] arguments) => Run(exitCode: 0, arguments);

    /// <summary>Runs the program, which must end with an exit code, and gives what it wrote.</summary>
    public string[] Run(int exitCode, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(_folder, Program + ".dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"exit code {process.ExitCode}: {text}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
