using System.Text.Json;
using LogGuard.Stress.Load;

namespace LogGuard.Stress.Floods;

/// <summary>The process of one flood. It prints a line when its time begins, and its result as the last one.</summary>
internal static class FloodChild
{
    public const string Begun = "begun";
    public const string Result = "flood ";

    public static int Run(string name, string folder, StressSettings settings)
    {
        var host = new FloodHost(Flood.All.First(flood => flood.Name == name), folder, settings);
        Say(Result + JsonSerializer.Serialize(host.Run(() => Say(Begun)), FloodJson.Default.FloodResult));
        return 0;
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
