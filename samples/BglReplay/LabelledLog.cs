using System.IO.Compression;
using System.Text;

namespace BglReplay;

/// <summary>
/// The lines of the log one after another, their labels cut off and kept: the first word of a line is <c>-</c> where it
/// is normal and the category of its alert otherwise.
/// </summary>
internal sealed class LabelledLog : IDisposable
{
    // The sample's file has 100,000 lines; a larger one named by the user is read up to here.
    private const int LineLimit = 10_000_000;

    private readonly StreamReader _reader;

    // Filled by the thread that reads, asked by the one that delivers anomalies: a line is known before it can be reported.
    private readonly List<bool> _isAlert = [];

    public LabelledLog(string path) => _reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);

    /// <summary>Number of lines read so far, those left out included.</summary>
    public int Count { get; private set; }

    /// <summary>Lines from here on, as a text without labels.</summary>
    /// <param name="end">Number of lines of the log before which the text ends.</param>
    /// <param name="onlyNormal">Whether alerts are left out.</param>
    public TextReader Read(int end, bool onlyNormal) => new Part(this, end, onlyNormal);

    /// <summary>Whether a line that was handed out is an alert; counted from 0, those left out not counted.</summary>
    public bool IsAlert(int line)
    {
        lock (_isAlert)
        {
            return _isAlert[line];
        }
    }

    /// <summary>Number of lines handed out.</summary>
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
