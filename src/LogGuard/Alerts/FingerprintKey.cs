using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// The key of the fingerprints of text that may be a user's. Derived from <see cref="CaptureOptions.HashKey"/> if that is set;
/// otherwise random, and stored next to the snapshots, so that fingerprints survive a restart. Without a folder it lasts as long
/// as the process.
/// </summary>
internal static class FingerprintKey
{
    internal const string Name = "fingerprint.key";

    private const int Size = 32;

    /// <summary>Returns the key, and stores it if it is new.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="tell">Receives a message about a key that cannot be used.</param>
    /// <param name="isOwner">Whether this detector may change the folder; null if it always may.</param>
    public static byte[] Get(AnomalyDetectorOptions options, Action<string> tell, Func<bool>? isOwner = null)
    {
        if (options.Capture.HashKey is { } known)
        {
            return HMACSHA256.HashData(Encoding.UTF8.GetBytes(known), "LogGuard fingerprints"u8);
        }

        var key = RandomNumberGenerator.GetBytes(Size);
        if (options.ModelPath is not { } folder)
        {
            return key;
        }

        var path = Path.Combine(folder, Name);
        try
        {
            if (TryRead(path, out var saved))
            {
                return saved;
            }

            if (isOwner?.Invoke() == false)
            {
                tell($"{path} is not there yet, and another detector uses the folder: fingerprints of text without placeholders are other ones there.");
                return key;
            }

            AtomicFile.Write(path, file => Write(file, key), replaces: false);
        }
        catch (IOException) when (TryReadAgain(path, out var saved))
        {
            // Another process was first.
            return saved;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            tell($"{path} cannot be used; fingerprints of text without placeholders change with each restart: {exception.Message}");
        }

        return key;
    }

    // Nobody else may read it, not even for a moment.
    private static void Write(Stream file, byte[] key)
    {
        if (!OperatingSystem.IsWindows() && file is FileStream onDisk)
        {
            File.SetUnixFileMode(onDisk.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)));
    }

    private static bool TryReadAgain(string path, out byte[] key)
    {
        try
        {
            return TryRead(path, out key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            key = [];
            return false;
        }
    }

    // The length is checked before the file is opened: a pipe or a device has none, and its opening could wait forever.
    private static bool TryRead(string path, out byte[] key)
    {
        key = [];
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return false;
        }

        key = file.Length == 2 * Size ? Convert.FromHexString(File.ReadAllText(path, Encoding.ASCII)) : [];
        return key.Length == Size ? true : throw new FormatException("it is no key.");
    }
}
