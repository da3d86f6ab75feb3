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

    // By the common part of the names of a rotation.
    private readonly Dictionary<string, int> _known = [];
    private readonly Dictionary<string, int> _guesses = [];
    private readonly List<FileIdentity> _followed = [];
    private readonly Dictionary<string, Dictionary<FileIdentity, RotatedName>> _seen = [];

    private bool _isWatched;

    /// <summary>The order of the files whose names alone leave it open, for a later run; 0 if it is not known.</summary>
    public int Saved { get; set; }

    /// <summary>1 if the younger file has the higher number, -1 if it has the lower one, 0 if it is not known.</summary>
    public int Of(RotatedName name) => _known.TryGetValue(name.Key, out var order) ? order : IsOpen(name) ? Saved : 0;

    /// <summary>Takes note of an order that is certain.</summary>
    public int Learn(RotatedName name, int order)
    {
        Saved = IsOpen(name) ? order : Saved;
        return _known[name.Key] = order;
    }

    /// <summary>The order by times that may be those of a compression; 0 for none.</summary>
    public int GuessOf(RotatedName name) => _guesses.GetValueOrDefault(name.Key);

    /// <summary>Takes note of the order by times that may be those of a compression.</summary>
    public int Guess(RotatedName name, int order) => _guesses[name.Key] = order;

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

    private static bool IsOpen(RotatedName name) => name is { IsIndex: true, IsAtEnd: false };
}
