using LogGuard.Neural;

namespace LogGuard.Models.Windows;

/// <summary>
/// Supplies the windows of a file, which is read again with each pass. A buffer mixes them: each window stays in it for a random time.
/// With a buffer that holds many sessions, a batch is as mixed as after a full shuffle.
/// </summary>
internal sealed class WindowFileFeed : IWindowFeed, IDisposable
{
    /// <summary>Number of windows in the buffer: those of a thousand sessions of sixty events, 26 MB with windows of a hundred symbols.</summary>
    public const int DefaultBufferSize = 65_536;

    private readonly WindowFile _file;
    private readonly SeededRandom _random;
    private readonly int _rowLength;
    private readonly int _batchSize;
    private readonly int[] _buffer;
    private readonly float[] _bufferWeights;
    private readonly int[] _windows;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private IEnumerator<(ReadOnlyMemory<int> Row, float Weight)>? _reading;
    private int _buffered;
    private int _count;

    /// <param name="file">The windows; not empty.</param>
    /// <param name="batchSize">Number of windows in a batch; the last batch of a pass has the rest.</param>
    /// <param name="seed">Seed of their order.</param>
    /// <param name="bufferSize">Number of windows in the buffer.</param>
    public WindowFileFeed(WindowFile file, int batchSize, int seed, int bufferSize = DefaultBufferSize)
    {
        _file = file;
        _random = new SeededRandom(seed);
        _rowLength = file.WindowSize + 1;
        _batchSize = (int)Math.Min(batchSize, file.WindowCount);
        var size = (int)Math.Min(bufferSize, file.WindowCount);
        _buffer = new int[checked(size * _rowLength)];
        _bufferWeights = new float[size];
        _windows = new int[_batchSize * file.WindowSize];
        _targets = new int[_batchSize];
        _weights = new float[_batchSize];
    }

    public int WindowSize => _file.WindowSize;

    public long BatchesPerPass => (_file.WindowCount + _batchSize - 1) / _batchSize;

    public ReadOnlySpan<int> Windows => _windows.AsSpan(0, _count * _file.WindowSize);

    public ReadOnlySpan<int> Targets => _targets.AsSpan(0, _count);

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Next()
    {
        if (_reading is null)
        {
            _reading = _file.Read().GetEnumerator();
            while (_buffered < _bufferWeights.Length && _reading.MoveNext())
            {
                Keep(_buffered++);
            }
        }

        for (_count = 0; _count < _batchSize && _buffered > 0; _count++)
        {
            var place = (int)(_random.NextUniform() * _buffered);
            var row = _buffer.AsSpan(place * _rowLength, _rowLength);
            row[..^1].CopyTo(_windows.AsSpan(_count * _file.WindowSize));
            _targets[_count] = row[^1];
            _weights[_count] = _bufferWeights[place];

            // The next window takes its place or, at the end of the file, the last window of the buffer does.
            if (_reading.MoveNext())
            {
                Keep(place);
            }
            else
            {
                _buffered--;
                _buffer.AsSpan(_buffered * _rowLength, _rowLength).CopyTo(row);
                _bufferWeights[place] = _bufferWeights[_buffered];
            }
        }

        if (_buffered == 0)
        {
            Dispose();
        }
    }

    /// <summary>Closes the file. The next batch would open it again and begin a new pass.</summary>
    public void Dispose()
    {
        _reading?.Dispose();
        _reading = null;
        _buffered = 0;
    }

    private void Keep(int place)
    {
        var (row, weight) = _reading!.Current;
        row.Span.CopyTo(_buffer.AsSpan(place * _rowLength));
        _bufferWeights[place] = weight;
    }
}
