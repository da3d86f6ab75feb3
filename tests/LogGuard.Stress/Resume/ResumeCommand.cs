using System.Globalization;

namespace LogGuard.Stress.Resume;

/// <summary>Kills and resumes a process, and prints whether its verdicts are those of an uninterrupted one.</summary>
internal static class ResumeCommand
{
    private const int ShownLimit = 5;

    public static async Task<int> RunAsync(int orders, int kills, int seed)
    {
        var root = Directory.CreateTempSubdirectory("logguard-resume-").FullName;
        try
        {
            var result = await new ResumeRun(root, orders, kills, seed).RunAsync();
            foreach (var verdict in result.Missing.Take(ShownLimit).Select(verdict => "missing: " + verdict).Concat(result.Surplus.Take(ShownLimit).Select(verdict => "surplus: " + verdict)))
            {
                Console.WriteLine(verdict);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"result sessions={orders} lines={result.Lines} kills={kills} verdicts={result.Verdicts} missing={result.Missing.Count} surplus={result.Surplus.Count} repeated={result.Repeated}"));
            return result is { Missing.Count: 0, Surplus.Count: 0, Repeated: 0, Verdicts: > 0 } ? 0 : 1;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>The process that is killed.</summary>
    public static async Task<int> RunChildAsync(string folder)
    {
        await ResumeDetector.RunAsync(folder, static () =>
        {
            Console.Out.WriteLine("reading");
            Console.Out.Flush();
        });
        return 0;
    }
}
