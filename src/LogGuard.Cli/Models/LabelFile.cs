using System.Text;
using LogGuard.Cli.Input;

namespace LogGuard.Cli.Models;

/// <summary>The labels of sessions: a line for each, <c>ID</c> or <c>ID,LABEL</c>. Sessions without a line are normal.</summary>
internal static class LabelFile
{
    private static readonly string[] Normal = ["normal", "0", "false", "-", "success"];
    private static readonly string[] Anomalous = ["anomaly", "anomalous", "abnormal", "1", "true", "fail", "failure"];

    /// <returns>The ids of the anomalous sessions.</returns>
    /// <exception cref="CommandException">A label is none.</exception>
    public static HashSet<string> Read(CliConsole console, string path)
    {
        var file = FileFinder.Find([path], console)[0];
        using var log = file.Open(console);
        using var reader = new StreamReader(log, Encoding.UTF8);
        var anomalous = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var parts = line.Trim().Split([',', '\t', ';'], 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length == 0)
            {
                continue;
            }

            if (parts.Length == 1 || Anomalous.Contains(parts[1], StringComparer.OrdinalIgnoreCase))
            {
                anomalous.Add(parts[0]);
            }
            else if (!Normal.Contains(parts[1], StringComparer.OrdinalIgnoreCase) && number > 1)
            {
                throw new CommandException($"{path}, line {number}: '{parts[1]}' is no label; use {string.Join(", ", Normal)}, or {string.Join(", ", Anomalous)}");
            }
        }

        return anomalous;
    }
}
