using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LogGuard.Learning.Snapshots;

namespace LogGuard.Tests.Support;

/// <summary>Changes the files of a snapshot, as a failing disk or a person with an editor might.</summary>
internal static class SnapshotFolder
{
    /// <summary>Changes the manifest and makes its checksum fit.</summary>
    public static void EditManifest(string snapshot, Action<JsonNode> edit)
    {
        var file = Path.Combine(snapshot, SnapshotFormat.ManifestName);
        var manifest = JsonNode.Parse(File.ReadAllText(file))!;
        edit(manifest);
        WriteManifest(snapshot, manifest.ToJsonString());
    }

    /// <summary>The state of a question in a manifest.</summary>
    public static JsonNode StateOf(JsonNode manifest, string question) => manifest["Model"]!["Questions"]![question]!["State"]!;

    /// <summary>Replaces the manifest and makes its checksum fit.</summary>
    public static void WriteManifest(string snapshot, string text)
    {
        File.WriteAllText(Path.Combine(snapshot, SnapshotFormat.ManifestName), text);
        File.WriteAllText(
            Path.Combine(snapshot, SnapshotFormat.ChecksumName),
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>Replaces another file and makes the manifest fit.</summary>
    public static void WriteFile(string snapshot, string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(snapshot, name), bytes);
        EditManifest(snapshot, manifest =>
        {
            var file = manifest["Files"]!.AsArray().Single(file => (string?)file!["Name"] == name)!;
            file["Length"] = bytes.Length;
            file["Sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        });
    }

    /// <summary>Inverts the bits of one byte, at a share of the file's length.</summary>
    public static void FlipByte(string file, double at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[(int)(at * (bytes.Length - 1))] ^= 0xff;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Keeps a share of a file.</summary>
    public static void CutShort(string file, double share)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength((long)(share * stream.Length));
    }
}
