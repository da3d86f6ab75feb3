using System.Globalization;

namespace LogGuard.Cli.Models;

/// <summary>The folder of a model: its numbered snapshots, and the tool's own files beside them.</summary>
internal sealed class ModelFolder(string path)
{
    // More than a detector keeps by default, since each training of the tool makes one.
    public const int KeptSnapshots = 10;

    // Files beside the snapshots that decide what is reported and under which names.
    public const string KeyFile = "fingerprint.key";

    private static readonly string[] SharedFiles = ["suppressions.json", KeyFile];

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Name => path;

    /// <summary>The numbers of the snapshots, oldest first.</summary>
    public IReadOnlyList<int> Numbers => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateDirectories(Path).Select(System.IO.Path.GetFileName)
            .Where(name => name!.Length == 6 && name.All(char.IsAsciiDigit))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Order(),
    ];

    public string PathOf(int number) => System.IO.Path.Combine(Path, number.ToString("D6", CultureInfo.InvariantCulture));

    /// <exception cref="CommandException">There is no model.</exception>
    public void Require()
    {
        if (Numbers.Count == 0)
        {
            throw new CommandException($"there is no model in {Name}; learn one from a normal log: logguard train FILE --model {Name}", ExitCode.NoModel);
        }
    }

    /// <summary>Copies a snapshot to a folder of its own, in which a detector may work without changing the model.</summary>
    /// <param name="number">The number of the snapshot; null for the newest.</param>
    /// <exception cref="CommandException">There is no such snapshot.</exception>
    public ModelCopy Copy(int? number = null)
    {
        Require();
        var wanted = number ?? Numbers[^1];
        if (!Numbers.Contains(wanted))
        {
            throw new CommandException($"{Name} has no snapshot {wanted}; it has {string.Join(", ", Numbers)}", ExitCode.NoModel);
        }

        var copy = new ModelCopy();
        try
        {
            CopyFolder(PathOf(wanted), System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(PathOf(wanted))));
            CopyShared(Path, copy.Path);
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        return copy;
    }

    /// <summary>Adds the newest snapshot of a copy as the newest one of this model.</summary>
    /// <returns>Its number.</returns>
    public int Add(ModelCopy copy)
    {
        Directory.CreateDirectory(Path);
        var from = new ModelFolder(copy.Path);
        var number = Numbers.Count > 0 ? Numbers[^1] + 1 : 1;

        // Renamed when it is whole, so that no other process ever sees a part of it.
        var temporary = System.IO.Path.Combine(Path, ".saving-" + Guid.NewGuid());
        CopyFolder(from.PathOf(from.Numbers[^1]), temporary);
        Directory.Move(temporary, PathOf(number));
        TakeShared(copy);
        foreach (var old in Numbers.SkipLast(KeptSnapshots))
        {
            Directory.Delete(PathOf(old), recursive: true);
        }

        return number;
    }

    /// <summary>Keeps the key of fingerprints that a copy has made, so that the next command makes the same ones.</summary>
    public void TakeShared(ModelCopy copy) => CopyShared(copy.Path, Path);

    private static void CopyShared(string from, string to)
    {
        foreach (var name in SharedFiles)
        {
            var (source, target) = (System.IO.Path.Combine(from, name), System.IO.Path.Combine(to, name));
            if (File.Exists(source) && !File.Exists(target))
            {
                File.Copy(source, target);
            }
        }
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }
    }
}
