using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LogGuard.Stress.Fuzzing;

/// <summary>
/// Opens a detector on snapshots that were changed by structure, with checksums that fit again. Whatever the folder holds, the
/// constructor must not throw, and the detector must go on.
/// </summary>
/// <param name="original">The folder with the original snapshot.</param>
/// <param name="work">A folder for the changed ones.</param>
internal sealed class SnapshotFuzzer(string original, string work)
{
    private const string ManifestName = "manifest.json";
    private const string ChecksumName = "manifest.sha256";
    private const string SessionsName = "open-sessions.bin";
    private const string SuppressionsName = "suppressions.json";
    private const string SnapshotName = "000001";

    private readonly string _snapshot = Directory.GetDirectories(original).Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)).Max(StringComparer.Ordinal)!;

    /// <summary>Tries one changed snapshot.</summary>
    /// <param name="seed">Decides the change.</param>
    public SnapshotFuzzOutcome Try(int seed)
    {
        var random = new Random(seed);
        var what = Write(random);
        var lines = new List<string>();
        var outcome = new SnapshotFuzzOutcome { What = what };
        try
        {
            var options = SnapshotFuzzModel.Options(work);
            options.Diagnostics = line =>
            {
                lock (lines)
                {
                    lines.Add(line);
                }
            };
            using var detector = new AnomalyDetector(options);
            outcome.IsDetecting = detector.State == DetectorState.Detecting;
            outcome.IsConstructed = true;
            SnapshotFuzzModel.WriteOrder(detector, "after", isOdd: random.Next(2) == 0);
            detector.Dispose();
            outcome.Failed = detector.Counters.Failed;
        }
        catch (Exception exception)
        {
            outcome.Exception = exception.ToString();
        }

        lock (lines)
        {
            outcome.IsSetAside = lines.Exists(line => line.Contains("set aside", StringComparison.Ordinal));
            outcome.Trouble = lines.Find(line => line.Contains(" failed with ", StringComparison.Ordinal));
        }

        return outcome;
    }

    private string Write(Random random)
    {
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        var target = Directory.CreateDirectory(Path.Combine(work, SnapshotName)).FullName;
        var names = Directory.GetFiles(_snapshot).Select(path => Path.GetFileName(path)!).Where(name => name != ChecksumName).Order(StringComparer.Ordinal).ToList();
        var changed = random.Next(3) switch
        {
            0 => ManifestName,
            1 => new[] { SessionsName, SuppressionsName }[random.Next(2)],
            _ => names[random.Next(names.Count)],
        };
        var manifest = JsonNode.Parse(File.ReadAllBytes(Path.Combine(_snapshot, ManifestName)))!;
        foreach (var name in names.Where(name => name != ManifestName))
        {
            if (name == changed)
            {
                var bytes = Mutate(name, File.ReadAllBytes(Path.Combine(_snapshot, name)), random);
                File.WriteAllBytes(Path.Combine(target, name), bytes);
                var entry = manifest["Files"]!.AsArray().Single(file => (string)file!["Name"]! == name)!;
                (entry["Length"], entry["Sha256"]) = (bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }
            else
            {
                File.CreateSymbolicLink(Path.Combine(target, name), Path.Combine(_snapshot, name));
            }
        }

        var text = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        text = changed == ManifestName ? new JsonMutator(random).Mutate(text) : text;
        File.WriteAllBytes(Path.Combine(target, ManifestName), text);
        File.WriteAllText(Path.Combine(target, ChecksumName), Convert.ToHexStringLower(SHA256.HashData(text)));
        foreach (var name in new[] { SessionsName, SuppressionsName })
        {
            var bytes = File.ReadAllBytes(Path.Combine(original, name));
            File.WriteAllBytes(Path.Combine(work, name), name == changed ? Mutate(name, bytes, random) : bytes);
        }

        return changed;
    }

    private static byte[] Mutate(string name, byte[] bytes, Random random) => Path.GetExtension(name) switch
    {
        ".json" when random.Next(5) > 0 => new JsonMutator(random).Mutate(bytes),
        ".safetensors" when random.Next(2) == 0 => MutateHeader(bytes, random),
        _ when name == SessionsName => WithChecksum(MutateBytes(bytes[..^SHA256.HashSizeInBytes], random)),
        _ => MutateBytes(bytes, random),
    };

    private static byte[] WithChecksum(byte[] content) => [.. content, .. SHA256.HashData(content)];

    // The header of a safetensors file is JSON, behind its length.
    private static byte[] MutateHeader(byte[] bytes, Random random)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = new JsonMutator(random).Mutate(bytes[8..(8 + length)]);
        var start = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(start, (ulong)header.Length);
        return [.. start, .. header, .. bytes[(8 + length)..]];
    }

    private static byte[] MutateBytes(byte[] bytes, Random random)
    {
        var list = bytes.ToList();
        for (var changes = 1 + random.Next(3); changes > 0 && list.Count > 0; changes--)
        {
            var place = random.Next(4) == 0 ? random.Next(Math.Min(32, list.Count)) : random.Next(list.Count);
            switch (random.Next(7))
            {
                case 0:
                    list[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    list[place] = (byte)random.Next(256);
                    break;
                case 2:
                    list[place] = 255;
                    break;
                case 3:
                    list[place] = 0;
                    break;
                case 4:
                    list.RemoveRange(place, Math.Min(list.Count - place, 1 + random.Next(20)));
                    break;
                case 5:
                    list.InsertRange(place, Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    list.RemoveRange(place, list.Count - place);
                    break;
            }
        }

        return [.. list];
    }
}

/// <summary>What a changed snapshot led to.</summary>
internal sealed class SnapshotFuzzOutcome
{
    /// <summary>The file that was changed.</summary>
    public required string What { get; init; }

    public bool IsConstructed { get; set; }

    public bool IsDetecting { get; set; }

    public bool IsSetAside { get; set; }

    /// <summary>What reached the application; null for nothing.</summary>
    public string? Exception { get; set; }

    /// <summary>Events whose processing failed inside of the detector.</summary>
    public long Failed { get; set; }

    /// <summary>The detector's own message about a failure; null if there is none.</summary>
    public string? Trouble { get; set; }
}
