using System.Security.Cryptography;
using LogGuard.Primitives;

namespace LogGuard.Learning.Snapshots;

/// <summary>Writes and reads the files of a snapshot's folder, each with its length and checksum.</summary>
internal static class SnapshotFiles
{
    // A sparse file takes no room on the disk, but all of it in memory.
    private const long FileLimit = 1L << 30;

    /// <summary>Writes a new file and flushes it to the disk.</summary>
    public static ManifestFile Write(string folder, string name, Action<Stream> write)
    {
        using var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite);
        write(stream);
        stream.Flush(flushToDisk: true);
        stream.Position = 0;
        return new ManifestFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Reads a file and checks its length and checksum.</summary>
    /// <exception cref="InvalidDataException">The file is missing, or does not match.</exception>
    public static byte[] ReadChecked(string folder, ManifestFile file)
    {
        var bytes = Read(folder, file.Name, Math.Min(file.Length, FileLimit));
        return bytes.LongLength == file.Length && Checksum(bytes) == file.Sha256
            ? bytes
            : throw new InvalidDataException($"{file.Name} does not match its checksum");
    }

    /// <summary>Reads a file of a bounded size.</summary>
    /// <exception cref="InvalidDataException">The file is missing or too large.</exception>
    public static byte[] Read(string folder, string name, long limit)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
        {
            throw new InvalidDataException($"{name} is missing");
        }

        return RegularFile.Read(file.FullName, limit);
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
