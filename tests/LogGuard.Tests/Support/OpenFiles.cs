namespace LogGuard.Tests.Support;

/// <summary>Files that this process holds open, those without a name any more among them; only Linux tells.</summary>
internal static class OpenFiles
{
    public static string[] In(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var targets = new List<string>();
        foreach (var handle in Directory.GetFiles("/proc/self/fd"))
        {
            try
            {
                if (new FileInfo(handle).LinkTarget is { } target && target.StartsWith(folder, StringComparison.Ordinal))
                {
                    targets.Add(target);
                }
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return [.. targets];
    }
}
