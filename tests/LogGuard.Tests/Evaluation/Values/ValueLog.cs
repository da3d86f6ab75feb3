using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace LogGuard.Tests.Evaluation.Values;

/// <summary>A real log as events with values, and what its keys are.</summary>
internal sealed partial class ValueLog
{
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTime> _last = new(StringComparer.Ordinal);

    /// <summary>A session silent for this long has ended, and the next event follows none: the detector's default.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The events in order of the log.</summary>
    public List<ValueEvent> Events { get; } = [];

    /// <summary>Names of the parameters of key 1, 2, …; the elapsed time is not among them.</summary>
    public List<string[]> ParameterNames { get; } = [];

    /// <summary>The template of key 1, 2, …</summary>
    public List<string> Templates { get; } = [];

    /// <summary>
    /// The nova log of an OpenStack: the values of its "Took N seconds to …" lines, by VM instance. It has no
    /// timestamps, so elapsed times are missing. Only instances labelled normal.
    /// </summary>
    public static ValueLog ReadOpenStack(string folder)
    {
        var normal = File.ReadLines(Path.Combine(folder, "instance_labels.csv"))
            .Where(line => line.EndsWith(",Normal", StringComparison.Ordinal)).Select(line => line.Split(',')[0]).ToHashSet();
        var log = new ValueLog();
        foreach (var line in ReadLines(Path.Combine(folder, "openstack-nova-sample.log.gz")))
        {
            if (Took().Match(line) is { Success: true } match && normal.Contains(match.Groups["id"].Value))
            {
                var key = log.KeyOf($"Took {{Seconds}} seconds to {match.Groups["what"].Value}", "Seconds");
                var seconds = double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture);
                log.Events.Add(new ValueEvent(key, match.Groups["id"].Value, [double.NaN, seconds]));
            }
        }

        return log;
    }

    /// <summary>Raw lines of HDFS, by block; timestamps in whole seconds.</summary>
    public static ValueLog ReadHdfs(string file)
    {
        var log = new ValueLog();
        foreach (var line in ReadLines(file))
        {
            if (HdfsLine().Match(line) is { Success: true } match && BlockId().Match(line) is { Success: true } block)
            {
                var time = DateTime.ParseExact(match.Groups["time"].Value, "yyMMdd HHmmss", CultureInfo.InvariantCulture);
                log.AddTimed(Mask(match.Groups["text"].Value), block.Value, time);
            }
        }

        return log;
    }

    /// <summary>Raw lines of Blue Gene/L, one stream, since they name no session; timestamps in microseconds. Lines labelled as alerts are left out.</summary>
    public static ValueLog ReadBgl(string file)
    {
        var log = new ValueLog();
        foreach (var line in ReadLines(file))
        {
            if (BglLine().Match(line) is { Success: true } match)
            {
                var time = DateTime.ParseExact(match.Groups["time"].Value, "yyyy-MM-dd-HH.mm.ss.ffffff", CultureInfo.InvariantCulture);
                log.AddTimed(Mask(match.Groups["text"].Value), session: "", time);
            }
        }

        return log;
    }

    private void AddTimed(string template, string session, DateTime time)
    {
        var elapsed = _last.TryGetValue(session, out var last) && time - last <= IdleTimeout
            ? Math.Max(0, (time - last).TotalSeconds)
            : double.NaN;
        _last[session] = time;
        Events.Add(new ValueEvent(KeyOf(template), session, [elapsed]));
    }

    private int KeyOf(string template, params string[] names)
    {
        if (!_keys.TryGetValue(template, out var key))
        {
            key = _keys.Count + 1;
            _keys.Add(template, key);
            Templates.Add(template);
            ParameterNames.Add(names);
        }

        return key;
    }

    private static string Mask(string text) => Variable().Replace(text, "*");

    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    [GeneratedRegex(@"\[instance: (?<id>[0-9a-f-]+)\] Took (?<seconds>[0-9.]+) seconds to (?<what>[a-z ]+)")]
    private static partial Regex Took();

    [GeneratedRegex(@"^(?<time>\d{6} \d{6}) \d+ \w+ (?<text>.*)$")]
    private static partial Regex HdfsLine();

    [GeneratedRegex(@"blk_-?\d+")]
    private static partial Regex BlockId();

    [GeneratedRegex(@"^- \d+ [\d.]+ \S+ (?<time>\d{4}-\d{2}-\d{2}-\d{2}\.\d{2}\.\d{2}\.\d{6}) \S+ (?<text>.*)$")]
    private static partial Regex BglLine();

    [GeneratedRegex(@"blk_-?\d+|/?\d+\.\d+\.\d+\.\d+(:\d+)?|/[\w/.-]+|0x[0-9a-f]+|\b[0-9a-f]{8}\b|\b\d+\b")]
    private static partial Regex Variable();
}
