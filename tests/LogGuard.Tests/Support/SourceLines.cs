using System.IO.Compression;
using System.Text;
using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>Lines read to the end.</summary>
internal static class SourceLines
{
    /// <summary>All lines of a source that waits for nothing.</summary>
    public static string[] All(LineSource source)
    {
        var lines = new List<string>();
        LineWait outcome;
        do
        {
            lines.AddRange(AtHand(source));
            outcome = Wait(source);
        }
        while (outcome != LineWait.Ended);
        return [.. lines];
    }

    /// <summary>Gets more without waiting.</summary>
    public static LineWait Wait(LineSource source)
    {
        var wait = source.WaitForMoreAsync(CancellationToken.None);
        Assert.True(wait.IsCompleted, "It waits.");
        return wait.GetAwaiter().GetResult();
    }

    /// <summary>The lines at hand.</summary>
    public static List<string> AtHand(LineSource source)
    {
        var lines = new List<string>();
        while (source.TryReadLine(out var line))
        {
            lines.Add(line.ToString());
        }

        return lines;
    }

    /// <summary>The lines of bytes that come in pieces of the given sizes.</summary>
    public static string[] Of(byte[] bytes, int[]? sizes = null, Encoding? encoding = null, int limit = 65_536)
    {
        using var source = new StreamSource(new ChunkedStream(bytes, sizes ?? [int.MaxValue]), encoding is null ? null : LineEncoding.TryFor(encoding), limit);
        return All(source);
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Utf8(text));
        }

        return bytes.ToArray();
    }
}
