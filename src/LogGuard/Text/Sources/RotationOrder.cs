using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>
/// Whether the younger of two rotated files has the higher number, as watched while a log is followed: the files of a count that goes on
/// keep their numbers, and those that make room for the newest change them. Times alone do not tell it where files are compressed.
/// </summary>
internal sealed class RotationOrder
{
    // More files than any rotation keeps. Beyond it, watching begins anew.
    private const int FileLimit = 4_096;

    // The number of files that FinishedFiles keeps positions of.
    private const int FollowedLimit = 16;

    private static readonly Comparer<RotatedName> ByNumber = Comparer<RotatedName>.Create((a, b) => a.CompareTo(b));

    // By the common part of the names of a rotation.
    private readonly Dictionary<string, int> _known = [];
    private readonly Dictionary<string, int> _guesses = [];
    private readonly HashSet<string> _assumed = [];
    private readonly List<FileIdentity> _followed = [];
    private readonly Dictionary<string, Dictionary<FileIdentity, RotatedName>> _seen = [];

    private bool _isWatched;

    /// <summary>The order of the files whose names alone leave it open, for a later run; 0 if it is not known.</summary>
    public int Saved { get; set; }

    /// <summary>Number of rotations whose order was assumed, as neither their names nor the times of their files tell it.</summary>
    public int AssumedCount => _assumed.Count;

    /// <summary>
    /// Decides the order of the files of a rotation: 1 if the younger one has the higher number, -1 if it has the lower one, 0 if
    /// only the times tell.
    /// </summary>
    public int Decide(IEnumerable<(RotatedFile File, RotatedName Name)> files)
    {
        var all = files.OrderBy(file => file.Name, ByNumber).ToList();
        var name = all[0].Name;
        var (isRising, isFalling) = ShownBy(all);
        if (isRising != isFalling)
        {
            return Learn(name, isRising ? 1 : -1);
        }

        if (isRising && !name.IsIndex)
        {
            return 0;
        }

        // The order that the files showed before they were compressed still holds.
        return _known.TryGetValue(name.Key, out var order) ? order
            : !IsOpen(name) ? name.IsIndex ? -1 : 1
            : Saved is not 0 ? Saved
            : Assume(all);
    }

    /// <summary>Takes note of the order of the files of a rotation if their times show it.</summary>
    public void Learn(IEnumerable<(RotatedFile File, RotatedName Name)> files)
    {
        var all = files.OrderBy(file => file.Name, ByNumber).ToList();
        var (isRising, isFalling) = ShownBy(all);
        if (isRising != isFalling)
        {
            Learn(all[0].Name, isRising ? 1 : -1);
        }
    }

    /// <summary>Takes note of a file at the path of the log, which is younger than all rotated ones.</summary>
    public void Follow(FileIdentity? identity)
    {
        if (identity is { } followed && (_followed.Count == 0 || _followed[^1] != followed))
        {
            _followed.Add(followed);
            if (_followed.Count > FollowedLimit)
            {
                _followed.RemoveAt(0);
            }
        }
    }

    /// <summary>Takes note of the numbers that all rotated files have now.</summary>
    public void Watch(IEnumerable<RotatedFile> files)
    {
        var isFirst = !_isWatched;
        _isWatched = true;
        foreach (var family in files.Where(file => file.Name is { IsIndex: true }).GroupBy(file => file.Name!.Key))
        {
            Learn(family.Select(file => (file, file.Name!)));
            var now = new Dictionary<FileIdentity, RotatedName>();
            foreach (var file in family)
            {
                if (file.Identity is { } identity)
                {
                    now[identity] = file.Name!;
                }
            }

            _seen.TryGetValue(family.Key, out var before);
            if (!isFirst && IsOvertaken(family, before))
            {
                Learn(family.First().Name!, 1);
            }
            else if (before is { Count: > 0 })
            {
                var stayed = now.Where(file => before.ContainsKey(file.Key)).ToList();
                var last = before.Values.Aggregate((a, b) => a.CompareTo(b) > 0 ? a : b);
                if (stayed.Exists(file => file.Value.CompareTo(before[file.Key]) > 0))
                {
                    Learn(family.First().Name!, -1);
                }
                else if (stayed.Count > 0 && now.Any(file => !before.ContainsKey(file.Key) && file.Value.CompareTo(last) > 0))
                {
                    Learn(family.First().Name!, 1);
                }
            }

            if (now.Count <= FileLimit)
            {
                _seen[family.Key] = now;
            }
            else
            {
                _seen.Remove(family.Key);
            }
        }
    }

    // A file that was at the path, and has got a number since, and one with a higher number that is new: a copy of the text, but no
    // compressed one, which has the number of what was compressed.
    private bool IsOvertaken(IEnumerable<RotatedFile> family, Dictionary<FileIdentity, RotatedName>? before)
    {
        var isNew = (RotatedFile file) => file.Identity is { } identity && before?.ContainsKey(identity) != true;
        var followed = family.FirstOrDefault(file => isNew(file) && _followed.Contains(file.Identity!.Value));
        return followed is not null && family.Any(file =>
            isNew(file) && !file.IsCompressed && !_followed.Contains(file.Identity!.Value) && file.Name!.CompareTo(followed.Name!) > 0);
    }

    private int Learn(RotatedName name, int order)
    {
        Saved = IsOpen(name) ? order : Saved;
        return _known[name.Key] = order;
    }

    // Most programs keep the time of a file that they compress.
    private int Assume(List<(RotatedFile File, RotatedName Name)> all)
    {
        var pairs = all.Zip(all.Skip(1), (a, b) => a.File.Written.CompareTo(b.File.Written)).ToList();
        var (rising, falling) = (pairs.Exists(pair => pair < 0), pairs.Exists(pair => pair > 0));
        var key = all[0].Name.Key;
        if (rising != falling)
        {
            _guesses[key] = rising ? 1 : -1;
        }

        if (all.Count > 1)
        {
            _assumed.Add(key);
        }

        return _guesses.GetValueOrDefault(key, -1);
    }

    private static (bool IsRising, bool IsFalling) ShownBy(List<(RotatedFile File, RotatedName Name)> byNumber)
    {
        var files = byNumber.ConvertAll(file => file.File);
        var isRising = IsShown(files);
        files.Reverse();
        return (isRising, IsShown(files));
    }

    // Whether a file is certainly older than one behind it. The time of a compressed file may be that of the compression, so that its
    // last line is not younger, but may be older.
    private static bool IsShown(List<RotatedFile> files)
    {
        var earliest = DateTime.MaxValue;
        foreach (var file in files)
        {
            if (file.IsTimeCertain && earliest < file.Written)
            {
                return true;
            }

            earliest = file.Written < earliest ? file.Written : earliest;
        }

        return false;
    }

    private static bool IsOpen(RotatedName name) => name is { IsIndex: true, IsAtEnd: false };
}
