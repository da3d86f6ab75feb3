using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>How a log is rotated.</summary>
internal enum RotationStyle
{
    /// <summary>app.log.1 is the newest.</summary>
    Numbered,

    /// <summary>app-20240506070809.log, the last one is the newest.</summary>
    Dated,

    /// <summary>old/app.log.1 is the newest.</summary>
    OtherFolder,

    /// <summary>app.1.log is the oldest.</summary>
    Sequence,

    /// <summary>The log is a symbolic link to real.1, then to real.2.</summary>
    Linked,
}

/// <summary>A program that writes numbered lines, its rotation, and a reader that is stopped and started, in an order that a seed decides.</summary>
internal sealed class RotatingLog : IDisposable
{
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UnicodeEncoding(false, false),
        new UnicodeEncoding(true, false), new UTF32Encoding(false, true),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly TestTimeProvider _clock = new();
    private readonly Random _random;
    private readonly RotationStyle _style;
    private readonly bool _hasBanner;
    private readonly bool _keepsTimes;
    private readonly bool _mixesEncodings;
    private readonly TextLogOptions _options;
    private readonly List<string> _rotated = [];
    private FileSource? _source;
    private TextPosition? _position;
    private Encoding _encoding = Encodings[0];
    private string _unfinished = "";
    private DateTime _time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private int _line;
    private int _count;

    public RotatingLog(int seed)
    {
#pragma warning disable CA5394 // The seed decides the test.
        _random = new Random(seed);
        _style = (RotationStyle)(seed % 5);
        (_hasBanner, _keepsTimes, _mixesEncodings) = (_random.Next(2) == 0, _random.Next(2) == 0, _random.Next(2) == 0);
        Directory.CreateDirectory(Path.Combine(Folder, "old"));
        _options = new TextLogOptions { Path = Path.Combine(Folder, "app.log"), Follow = true }.Freeze();
        Begin();
        Start();
    }

    /// <summary>The lines written, in order.</summary>
    public List<string> Written { get; } = [];

    /// <summary>The lines read, in order.</summary>
    public List<string> Read { get; } = [];

    /// <summary>How often the reader told that lines may be lost.</summary>
    public long LossCount { get; private set; }

    /// <summary>What was done, and what the reader reported.</summary>
    public List<string> Story { get; } = [];

    private string Folder => Path.Combine(_folder, "logs");

    private string Current => _style == RotationStyle.Linked ? Path.Combine(Folder, $"real.{_count}") : _options.Path;

    /// <summary>Does some steps, and reads to the end.</summary>
    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Step();
        }

        Tell("end");
        FinishLine();
        Line();
        Start();
        for (var idle = 0; idle < 30; idle++)
        {
            idle = Look() ? 0 : idle;
        }

        LossCount += _source!.LossCount;
    }

    public void Dispose()
    {
        _source?.Dispose();
        _folder.Dispose();
    }

    private void Step()
    {
        _time += TimeSpan.FromSeconds(1);
        switch (_random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                FinishLine();
                for (var count = _random.Next(1, 12); count > 0; count--)
                {
                    Line();
                }

                break;
            case 4:
                FinishLine();
                HalfLine();
                break;
            case 5 or 6:
                for (var looks = _random.Next(1, 6); looks > 0; looks--)
                {
                    Look();
                }

                break;
            case 7 or 8:
                Rotate();
                break;
            case 9:
                Rotate();
                Line();
                _time += TimeSpan.FromSeconds(1);
                Rotate();
                break;
            case 10 or 11:
                CopyAndTruncate();
                break;
            case 12:
                Compress();
                break;
            case 13:
                MoveAway();
                break;
            case 14:
                Stop();
                break;
            default:
                Start();
                break;
        }
    }

    private bool Look()
    {
        if (_source is null)
        {
            return false;
        }

        var isNews = _source.Poll() == LineWait.More;
        Read.AddRange(SourceLines.AtHand(_source));
        return isNews;
    }

    private void Stop()
    {
        if (_source is not null)
        {
            // Saved as a program saves it.
            _position = JsonSerializer.Deserialize<TextPosition>(JsonSerializer.Serialize(FollowedFile.Position(_source)));
            LossCount += _source.LossCount;
            _source.Dispose();
            _source = null;
            Tell($"stop at {_position}");
        }
    }

    private void Start()
    {
        if (_source is null)
        {
            Tell("start");
            _source = new FileSource(_options, _position, _clock, Tell);

            // Reading begins at once.
            Look();
        }
    }

    private void Begin()
    {
        _encoding = _mixesEncodings ? Encodings[_random.Next(Encodings.Length)] : _encoding;
        _count += _style == RotationStyle.Linked ? 1 : 0;
        File.WriteAllBytes(Current, [.. _encoding.GetPreamble()]);
        if (_style == RotationStyle.Linked)
        {
            File.Delete(_options.Path);
            File.CreateSymbolicLink(_options.Path, Current);
        }

        if (_hasBanner)
        {
            Append(Current, $"=== {new string('b', 300)} ===\n");
            Written.Add($"=== {new string('b', 300)} ===");
            Line();
        }

        Touch(Current);
    }

    private void Line()
    {
        var text = $"{_line++:D5} größer 用户 {new string('x', _random.Next(10) == 0 ? _random.Next(3000) : _random.Next(5))}";
        Written.Add(text);
        Append(Current, text + (_random.Next(4) == 0 ? "\r\n" : "\n"));
    }

    private void HalfLine()
    {
        var text = $"{_line++:D5} half größer\n";
        Written.Add(text[..^1]);
        var bytes = _encoding.GetBytes(text);
        var cut = _random.Next(1, bytes.Length);
        AppendBytes(Current, bytes[..cut]);
        _unfinished = Convert.ToBase64String(bytes[cut..]);
    }

    private void FinishLine(string? path = null)
    {
        if (_unfinished.Length > 0)
        {
            AppendBytes(path ?? Current, Convert.FromBase64String(_unfinished));
            _unfinished = "";
        }
    }

    private void Rotate()
    {
        var before = Current;
        if (_style == RotationStyle.Linked)
        {
            FinishLine();
            _rotated.Add(before);
            Tell($"switch from {Path.GetFileName(before)}");
        }
        else
        {
            var name = MakeRoom();
            File.Move(before, name);

            // The program still has the file open.
            FinishLine(name);
            Tell($"rotate to {name}");
        }

        Begin();
    }

    private void CopyAndTruncate()
    {
        FinishLine();
        if (_style == RotationStyle.Linked)
        {
            return;
        }

        var name = MakeRoom();
        File.Copy(Current, name);
        Touch(name);
        Tell($"copy {new FileInfo(Current).Length} bytes to {name}");
        _time += TimeSpan.FromSeconds(1);
        using (var file = new FileStream(Current, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
        }

        Touch(Current);
        if (_random.Next(3) > 0)
        {
            Begin();
        }
        else
        {
            _encoding = Encodings[0];
        }
    }

    // The name for the next rotated file; those before it make room.
    private string MakeRoom()
    {
        _count++;
        var folder = _style == RotationStyle.OtherFolder ? Path.Combine(Folder, "old") : Folder;
        if (_style is RotationStyle.Dated or RotationStyle.Sequence)
        {
            _rotated.Add(Path.Combine(folder, _style == RotationStyle.Dated ? $"app-{_time:yyyyMMddHHmmss}{_count:D3}.log" : $"app.{_count}.log"));
            return _rotated[^1];
        }

        for (var i = 0; i < _rotated.Count; i++)
        {
            var number = _rotated.Count - i + 1;
            var name = Path.Combine(Path.GetDirectoryName(_rotated[i])!, $"app.log.{number}{(_rotated[i].EndsWith(".gz", StringComparison.Ordinal) ? ".gz" : "")}");
            File.Move(_rotated[i], name);
            _rotated[i] = name;
        }

        _rotated.Add(Path.Combine(folder, "app.log.1"));
        return _rotated[^1];
    }

    private void Compress()
    {
        var plain = Enumerable.Range(0, _rotated.Count).Where(i => !_rotated[i].EndsWith(".gz", StringComparison.Ordinal)).ToList();
        if (plain.Count == 0)
        {
            return;
        }

        // A program compresses a file when it is finished.
        FinishLine();
        var chosen = plain[_random.Next(plain.Count)];
        var name = _rotated[chosen];
        var written = File.GetLastWriteTimeUtc(name);
        using (var input = File.OpenRead(name))
        using (var output = new GZipStream(File.Create(name + ".gz"), CompressionLevel.Fastest))
        {
            input.CopyTo(output);
        }

        File.SetLastWriteTimeUtc(name + ".gz", _keepsTimes ? written : _time);
        File.Delete(name);
        _rotated[chosen] = name + ".gz";
        Tell($"compress {name}");
    }

    private void MoveAway()
    {
        if (_rotated.Count > 0 && _style != RotationStyle.Linked)
        {
            var chosen = _random.Next(_rotated.Count);
            var name = Path.Combine(Folder, "old", Path.GetFileName(_rotated[chosen]));
            Tell($"move {_rotated[chosen]} to {name}");
            File.Move(_rotated[chosen], name);
            _rotated[chosen] = name;
        }
    }

    private void Append(string path, string text) => AppendBytes(path, _encoding.GetBytes(text));

    private void AppendBytes(string path, byte[] bytes)
    {
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Write(bytes);
        }

        Touch(path);
    }

    // Times as of a log: its files are written to seconds apart.
    private void Touch(string path) => File.SetLastWriteTimeUtc(path, _time);

    private void Tell(string what) => Story.Add($"{Written.Count} written, {Read.Count} read: {what.Replace(Folder + "/", "", StringComparison.Ordinal)}");
}
