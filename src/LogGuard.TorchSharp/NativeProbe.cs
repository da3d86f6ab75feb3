using System.Reflection;
using System.Runtime.InteropServices;

namespace LogGuard.TorchSharp;

/// <summary>Checks whether TorchSharp's native library can be loaded, before a type of TorchSharp is used.</summary>
internal static partial class NativeProbe
{
    private const string ManagedName = "TorchSharp";
    private const string NativeName = "LibTorchSharp";

    // RTLD_NOW on Linux and macOS resolves every symbol at once. With lazy binding, the first call of a function that this libtorch does
    // not have would end the process.
    private const int ResolveAllNow = 2;

    /// <summary>The reason why the native library cannot be used; null if it can.</summary>
    public static string? FindProblem()
    {
        Assembly managed;
        try
        {
            managed = Assembly.Load(ManagedName);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return $"{ManagedName}.dll is missing or damaged.";
        }

        OpenMpWaiting.LetSleep();
        return FindProblem(FindFile(Folders(managed)), managed);
    }

    /// <summary>The reason why a native library cannot be used; null if it can.</summary>
    /// <param name="path">Path of the library; null if it was not found beside the application.</param>
    /// <param name="managed">The assembly for which the runtime searches other places.</param>
    internal static string? FindProblem(string? path, Assembly managed)
    {
        if (path is not null && !OperatingSystem.IsWindows() && TryResolve(path, out string? problem) && problem is not null)
        {
            return LoaderMessage.Explain(problem);
        }

        bool isLoaded = path is null
            ? NativeLibrary.TryLoad(NativeName, managed, null, out _)
            : NativeLibrary.TryLoad(path, out _);
        return isLoaded
            ? null
            : path is null
            ? $"its native library is missing; add the package TorchSharp-cuda-linux, TorchSharp-cuda-windows or TorchSharp-cpu."
            : $"its native library does not load; libtorch is missing, or of another version. The packages TorchSharp-cuda-linux, TorchSharp-cuda-windows and TorchSharp-cpu bring it.";
    }

    /// <summary>The folders that the runtime searches for native libraries, in its order.</summary>
    private static IEnumerable<string> Folders(Assembly managed)
    {
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string folders)
        {
            foreach (string folder in folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return folder;
            }
        }

        if (Path.GetDirectoryName(managed.Location) is { Length: > 0 } beside)
        {
            yield return beside;
        }
    }

    private static string? FindFile(IEnumerable<string> folders)
    {
        string name = OperatingSystem.IsWindows() ? $"{NativeName}.dll" : OperatingSystem.IsMacOS() ? $"lib{NativeName}.dylib" : $"lib{NativeName}.so";
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    // Returns false if the system's loader cannot be called; the runtime's own attempt then decides.
    private static bool TryResolve(string path, out string? problem)
    {
        problem = null;
        try
        {
            // Binds dlerror before dlopen is called: binding it afterwards would clear the error.
            _ = Error();
            if (Open(path, ResolveAllNow) == 0)
            {
                problem = Marshal.PtrToStringUTF8(Error()) ?? "no reason is given.";
            }

            return true;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint Error();
}
