namespace LogGuard.Parsing;

/// <summary>
/// Watches the file that was read last for a while: a writer that never turned to the new file writes lines that nobody reads,
/// which is told.
/// </summary>
/// <param name="path">The log.</param>
/// <param name="warn">Receives the message.</param>
internal sealed class LateWriters(string path, Action<string> warn) : IDisposable
{
    /// <summary>Looks until the file is let go, so that its disk space can be freed: ten seconds at the default interval.</summary>
    private const int LookLimit = 40;

    private LogFile? _file;
    private long _length;
    private int _looks;
    private bool _isTold;

    /// <summary>Lines that were written too late.</summary>
    public long LineCount { get; private set; }

    /// <summary>Files to which lines were written too late.</summary>
    public long FileCount { get; private set; }

    /// <summary>Takes over a file that was read to its end.</summary>
    public void Watch(LogFile file)
    {
        Dispose();
        (_file, _length, _looks, _isTold) = (file, file.Length, 0, false);
    }

    /// <summary>Looks whether the file has grown.</summary>
    public void Look()
    {
        if (_file is null)
        {
            return;
        }

        var length = _file.Length;
        if (length > _length)
        {
            if (!_isTold)
            {
                _isTold = true;
                FileCount++;
                warn($"A writer added {length - _length} bytes to the rotated file of {path} after it was read to its end; they are not read.");
            }

            LineCount += _file.CountLineEnds(_length, length);
            _length = length;
        }

        if (++_looks >= LookLimit)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
