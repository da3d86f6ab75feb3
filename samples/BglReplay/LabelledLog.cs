using System.IO.Compression;
using System.Text;

namespace BglReplay;

/// <summary>
/// Reads the lines of the log and separates their labels. The label is the first word of a line: <c>-</c> for a normal line,
/// otherwise the category of the alert.
/// </summary>
internal sealed class LabelledLog : IDisposable
{
    // The file of the sample has 100,000 lines. A larger file is read up to this limit.
    private const int LineLimit = 10_000_000;

    private readonly StreamReader _reader;

    // Written by the reading thread and read by the thread that delivers anomalies. A label is stored before its line can be
    // reported.
    private readonly List<bool> _isAlert = [];

    public LabelledLog(string path) => _reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);

    /// <summary>Number of lines read so far, including omitted lines.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the next lines as text without labels.</summary>
    /// <param name="end">The line number of the log at which the text ends.</param>
    /// <param name="onlyNormal">Whether alert lines are omitted.</param>
    public TextReader Read(int end, bool onlyNormal) => new Part(this, end, onlyNormal);

    /// <summary>Whether a returned line is an alert. Lines are counted from 0 without omitted lines.</summary>
    public bool IsAlert(int line)
    {
        lock (_isAlert)
        {
            return _isAlert[line];
        }
    }

    /// <summary>Number of lines returned.</summary>
    public int HandedOut
    {
        get
        {
            lock (_isAlert)
            {
                return _isAlert.Count;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private string? NextLine(int end, bool onlyNormal)
    {
        while (Count < Math.Min(end, LineLimit) && _reader.ReadLine() is { } line)
        {
            Count++;
            var label = line.IndexOf(' ');
            var isAlert = !line.StartsWith("- ", StringComparison.Ordinal);
            if (isAlert && onlyNormal)
            {
                continue;
            }

            lock (_isAlert)
            {
                _isAlert.Add(isAlert);
            }

            return line[(label + 1)..];
        }

        return null;
    }

    private sealed class Part(LabelledLog log, int end, bool onlyNormal) : TextReader
    {
        private string _line = "";
        private int _place;

        public override string? ReadLine() => log.NextLine(end, onlyNormal);

        public override int Peek() => Fill() ? _line[_place] : -1;

        public override int Read() => Fill() ? _line[_place++] : -1;

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            var written = 0;
            while (written < buffer.Length && Fill())
            {
                var count = Math.Min(buffer.Length - written, _line.Length - _place);
                _line.AsSpan(_place, count).CopyTo(buffer[written..]);
                _place += count;
                written += count;
            }

            return written;
        }

        private bool Fill()
        {
            if (_place == _line.Length)
            {
                var next = log.NextLine(end, onlyNormal);
                _line = next is null ? "" : next + "\n";
                _place = 0;
            }

            return _line.Length > 0;
        }
    }
}
