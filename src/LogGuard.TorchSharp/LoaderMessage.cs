using System.Text.RegularExpressions;

namespace LogGuard.TorchSharp;

/// <summary>Says in one line why the system's loader refused TorchSharp's native library.</summary>
internal static partial class LoaderMessage
{
    /// <summary>The reason, for the end of a message.</summary>
    /// <param name="text">The message of the loader, from <c>dlerror</c>.</param>
    public static string Explain(string text)
    {
        // The GNU loader: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)
        Match missing = OldRuntime().Match(text);
        return missing.Success
            ? $"its native library needs {missing.Groups["version"].Value}, which this system's C++ runtime is too old for; TorchSharp 0.107 needs that of Debian 13, Ubuntu 24.04 or later."
            : $"its native library does not load, perhaps because of another version of libtorch: {OneLine.Of(text)}";
    }

    [GeneratedRegex(@"version [`'‘](?<version>(GLIBCXX|CXXABI|GLIBC|GCC)_[0-9.]+)['’] not found")]
    private static partial Regex OldRuntime();
}
