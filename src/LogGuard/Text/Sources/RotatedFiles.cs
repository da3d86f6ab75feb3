using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>Finds the files that rotation made of a log: renamed, copied, compressed, or moved to a folder nearby.</summary>
/// <param name="path">The log, whose name may be a symbolic link.</param>
internal sealed class RotatedFiles(string path)
{
    /// <summary>Most files of a folder that are looked at. A folder of more is no folder of logs.</summary>
    private const int FileLimit = 4096;

    /// <summary>Most folders beside those of the log where a file is searched by its number.</summary>
    private const int FolderLimit = 64;

    /// <summary>Most files whose content is compared: two months of daily rotation.</summary>
    private const int ContentLimit = 64;

    /// <summary>Fewest bytes by which a file is recognized: a byte order mark or half a time is the beginning of every file.</summary>
    public const int EvidenceLimit = 16;

    private static readonly string[] ArchiveWords = ["log", "old", "arch", "back", "bak", "rotat", "prev", "hist"];

    /// <summary>Searches when files are renamed meanwhile.</summary>
    private const int AttemptLimit = 3;

    private readonly RotationOrder _order = new();

    // The name of the file that the path leads to, if the path is a link.
    private string? _target;

    /// <summary>Whether the younger of two numbered files has the higher number, 1, or the lower one, -1; 0 if it is not known.</summary>
    public int Order
    {
        get => _order.Saved;
        set => _order.Saved = value;
    }

    /// <summary>Number of rotations whose order was assumed: their names and times leave it open.</summary>
    public int AssumedCount => _order.AssumedCount;

    /// <summary>Tells which file the path led to last.</summary>
    public void Follow(LogFile current)
    {
        var name = Path.GetFileName(current.Path);
        _target = name == Path.GetFileName(path) ? null : name;
        _order.Follow(current.Identity);
        Near(path, current.Path);
    }

    /// <summary>Finds the file that holds what was read up to a position.</summary>
    /// <param name="place">The position.</param>
    /// <param name="except">The file at the path, which is none.</param>
    /// <returns>The open file, at its beginning; null if there is none.</returns>
    public LogFile? Locate(TextPosition place, LogFile except)
    {
        var found = Find(place, except.Identity, out var file);
        file?.KeepTimeOf(place);
        if (found?.Name is { IsIndex: true } name)
        {
            // The others may be compressed before the next one is needed.
            _order.Learn(FamilyOf(found, name, except).Append((Dated(found, place), name)));
        }

        return file;
    }

    /// <summary>The next file to read behind a position: the oldest that was rotated later.</summary>
    /// <param name="place">The end of what was read.</param>
    /// <param name="current">The file at the path.</param>
    /// <param name="isRead">Whether a file was read before.</param>
    /// <returns>The open file; null if there is none, so that the one at the path is next.</returns>
    public LogFile? Next(TextPosition place, LogFile current, Func<LogFile, bool> isRead)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var anchor = Find(place, current.Identity);
            var files = anchor is null ? Newer(place.LastWriteTime, current) : Behind(anchor, current) ?? Newer(anchor.Written, current);
            if (TryOpenFirst(files, isRead, out var next))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>The oldest rotated file that was written to after a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="current">The file at the path.</param>
    /// <param name="isRead">Whether a file was read before.</param>
    /// <param name="last">The end of the file that was read last, than which the next one is younger; null without one.</param>
    public LogFile? NextSince(DateTimeOffset time, LogFile current, Func<LogFile, bool> isRead, TextPosition? last = null) =>
        TryOpenFirst(Newer(time, current, last), isRead, out var next) ? next : null;

    /// <summary>The oldest copy that was made, since a time, of what a file held before it was truncated.</summary>
    /// <param name="time">When nothing of the file was read yet.</param>
    /// <param name="file">The file, which may be a rotated one by now.</param>
    /// <param name="isRead">Whether a file was read before.</param>
    /// <param name="last">The end of the file that was read last, than which the next one is younger; null without one.</param>
    public LogFile? CopySince(DateTimeOffset time, LogFile file, Func<LogFile, bool> isRead, TextPosition? last)
    {
        var files = Newer(time, file, last, isWhole: true);
        var place = files.FindIndex(one => one.Identity is not null && one.Identity == file.Identity);

        // Those behind it were rotated later. Of a file that is gone only the time tells.
        var older = place >= 0 ? files.Take(place)
            : FileIdentity.Of(path) == file.Identity || file.Length <= file.Offset ? files
            : files.TakeWhile(one => one.Written < file.Written.UtcDateTime);
        return TryOpenFirst(older, isRead, out var copy) ? copy : null;
    }

    // False if a file was renamed since it was found.
    private static bool TryOpenFirst(IEnumerable<RotatedFile> files, Func<LogFile, bool> isRead, out LogFile? first)
    {
        first = null;
        foreach (var file in files)
        {
            first = file.TryOpen();
            if (first is null)
            {
                return false;
            }

            if (first.Length > 0 && !isRead(first))
            {
                return true;
            }

            first.Dispose();
            first = null;
        }

        return true;
    }

    private RotatedFile? Find(TextPosition place, FileIdentity? except)
    {
        var found = Find(place, except, out var file);
        file?.Dispose();
        return found is null ? null : Dated(found, place);
    }

    private RotatedFile? Find(TextPosition place, FileIdentity? except, out LogFile? file)
    {
        Near(path, path);
        var folders = Folders(place);
        var near = folders.SelectMany(FilesIn).ToList();
        if (place.FileId is not null)
        {
            var far = Around(folders).SelectMany(FilesIn);
            foreach (var one in near.Concat(far))
            {
                if (one.Identity?.ToString() == place.FileId && one.Identity != except && TryHold(one, place, out file))
                {
                    return one;
                }
            }
        }

        if (place.HeadLength > 0 && (place.FileId is null || place.CheckEnd >= EvidenceLimit))
        {
            // Of files of the same content the oldest that was written to since: a copy is younger than what it is a copy of.
            var since = place.LastWriteTime?.UtcDateTime ?? DateTime.MaxValue;
            var alike = near.Concat(Around(folders).SelectMany(FilesIn).Where(one => one.Name is not null || one.IsCompressed))
                .OrderByDescending(one => one.Name is not null)
                .ThenByDescending(one => one.Written >= since)
                .ThenBy(one => one.Written >= since ? one.Written.Ticks : -one.Written.Ticks)
                .Take(ContentLimit);
            foreach (var one in alike)
            {
                if ((one.Identity is null || one.Identity != except) && one.Path != path && TryHold(one, place, out file))
                {
                    return one;
                }
            }
        }

        file = null;
        return null;
    }

    private static bool TryHold(RotatedFile one, TextPosition place, out LogFile? file)
    {
        file = one.TryOpen();
        try
        {
            if (file?.Holds(place) == true)
            {
                return true;
            }
        }
        catch (IOException)
        {
            // Unreadable: another file.
        }

        file?.Dispose();
        file = null;
        return false;
    }

    // A compressed file was written to when the position was read, or later: what was written since is younger, and what was not is older.
    private static RotatedFile Dated(RotatedFile file, TextPosition place) =>
        !file.IsTimeCertain && place.LastWriteTime is { } time && (file.Identity?.ToString() != place.FileId || time.UtcDateTime < file.Written)
            ? file with { Written = time.UtcDateTime, IsTimeCertain = true }
            : file;

    // The files of the same rotation that are younger than one of them, from the oldest on; null if its name is of no rotation.
    private List<RotatedFile>? Behind(RotatedFile anchor, LogFile current)
    {
        var last = NameOf(current.Path);
        var name = anchor.Name;
        var isLinked = false;
        if (name is null)
        {
            // Files that a symbolic link leads to in turn have no name of their own rotation.
            name = RotatedName.Of(Path.GetFileName(anchor.Path));
            last = RotatedName.Of(Path.GetFileName(current.Path));
            if (name.Key != last.Key || name.CompareTo(last) == 0)
            {
                return null;
            }

            isLinked = true;
        }

        var family = FamilyOf(anchor, name, current);
        var upper = last?.Key == name.Key ? last : null;
        var direction = upper is not null ? Math.Sign(upper.CompareTo(name)) : _order.Decide(family.Append((File: anchor, Name: name)));
        return
        [
            .. family
                .Where(file => direction == 0
                    ? file.File.Written > anchor.Written
                    : direction * file.Name.CompareTo(name) > 0 && (upper is null || direction * upper.CompareTo(file.Name) > 0))
                .OrderBy(file => file, OrderBy(direction))
                .Select(file => file.File),

            // And those into which the file was rotated that the link leads to now.
            .. isLinked ? Newer(anchor.Written, current).Where(file => file.Name is not null) : [],
        ];
    }

    // One file for each name: one that is being compressed is there twice.
    private List<(RotatedFile File, RotatedName Name)> FamilyOf(RotatedFile anchor, RotatedName name, LogFile current)
    {
        return
        [
            .. Near(anchor.Path, current.Path)
                .Select(file => (File: file, Name: NameIn(name, file)))
                .Where(file => file.Name?.Key == name.Key && file.File.Path != anchor.Path && !IsAt(file.File, current))
                .GroupBy(file => string.Join('-', file.Name!.Numbers))
                .Select(group => group.OrderBy(file => file.File.IsCompressed).First())
                .Select(file => (file.File, file.Name!)),
        ];
    }

    private static RotatedName? NameIn(RotatedName family, RotatedFile file) =>
        family.Key[0] == '=' ? RotatedName.Of(Path.GetFileName(file.Path)) : file.Name;

    // Where the file of the position is gone, or its name tells nothing: the rotated files that were written to since.
    private List<RotatedFile> Newer(DateTimeOffset? time, LogFile current, TextPosition? last = null, bool isWhole = false)
    {
        if (time is not { } since)
        {
            return [];
        }

        var files = Near(path, current.Path).Where(file => file.Written > since.UtcDateTime && IsRotated(file, current)
                && (!IsAt(file, current) || (isWhole && file.Path != path && file.Identity == current.Identity)))
            .Select(file => (File: file, Name: file.Name ?? RotatedName.Of(Path.GetFileName(file.Path)))).ToList();
        var top = RotatedName.Of(Path.GetFileName(LogFile.TargetOf(path)));
        var anchor = last is null || files.Count == 0 ? null : Find(last, current.Identity);
        var direction = files.Count == 0 || files.Exists(file => file.Name.Key != files[0].Name.Key) ? 0
            : files[0].Name.Key == top.Key ? files.Select(file => Math.Sign(top.CompareTo(file.Name))).FirstOrDefault(sign => sign != 0)
            : _order.Decide(anchor?.Name is { } name && name.Key == files[0].Name.Key ? files.Append((anchor, name)) : files);
        if (anchor?.Name is { } read && direction != 0)
        {
            files.RemoveAll(file => file.Name.Key == read.Key && direction * file.Name.CompareTo(read) <= 0);
        }

        return [.. files.OrderBy(file => file, OrderBy(direction)).Select(file => file.File)];
    }

    private static Comparer<(RotatedFile File, RotatedName Name)> OrderBy(int direction) => Comparer<(RotatedFile File, RotatedName Name)>.Create((a, b) =>
        direction == 0 ? a.File.Written.CompareTo(b.File.Written) : direction * a.Name.CompareTo(b.Name));

    // Files that a symbolic link leads to in turn differ in a number.
    private bool IsRotated(RotatedFile file, LogFile current) => file.Name is not null
        || (_target is not null && RotatedName.Of(Path.GetFileName(file.Path)).Key == RotatedName.Of(Path.GetFileName(current.Path)).Key);

    // Only a number or the content makes a file in a folder above or beside one of this log: a name alone may be another program's.
    private List<RotatedFile> Near(string one, string two)
    {
        string[] folders = [.. Folders(null).Append(Path.GetDirectoryName(one)!).Append(Path.GetDirectoryName(two)!).Distinct()];
        var files = folders.Concat(folders.SelectMany(FoldersIn)).Distinct().SelectMany(FilesIn).ToList();
        _order.Watch(files);
        return files;
    }

    private bool IsAt(RotatedFile file, LogFile current) =>
        file.Path == path || file.Path == current.Path || (file.Identity is not null && file.Identity == current.Identity);

    // The folders of the name and of the file that it leads to.
    private List<string> Folders(TextPosition? place)
    {
        var old = place?.FilePath is { Length: > 0 } known ? Path.GetDirectoryName(known) : null;
        string?[] folders = [Path.GetDirectoryName(path), Path.GetDirectoryName(LogFile.TargetOf(path)), old];
        return [.. folders.Where(folder => !string.IsNullOrEmpty(folder)).Distinct().Select(folder => folder!)];
    }

    // The folders within, above, and beside if their names say so: rotation moves files there. Others may be mounts that do not answer.
    private static IEnumerable<string> Around(IReadOnlyList<string> folders) => folders
        .SelectMany(folder => Path.GetDirectoryName(folder) is { Length: > 1 } above
            ? FoldersIn(folder).Append(above).Concat(FoldersIn(above).Where(beside => ArchiveWords.Any(word => Path.GetFileName(beside).Contains(word, StringComparison.OrdinalIgnoreCase))))
            : FoldersIn(folder))
        .Distinct()
        .Except(folders);

    private static List<string> FoldersIn(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder).Take(FolderLimit)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private List<RotatedFile> FilesIn(string folder)
    {
        try
        {
            // Links lead to files that have names of their own.
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles().Take(FileLimit)
                    .Where(file => file.LinkTarget is null)
                    .Select(file => new RotatedFile(file.FullName, NameOf(file.FullName), file.LastWriteTimeUtc, !RotatedName.IsCompressed(file.Name))),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private RotatedName? NameOf(string file)
    {
        var name = Path.GetFileName(file);
        return RotatedName.TryParse(name, Path.GetFileName(path)) ?? (_target is null ? null : RotatedName.TryParse(name, _target, isWhole: true));
    }
}
