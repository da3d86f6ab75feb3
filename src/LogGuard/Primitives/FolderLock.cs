namespace LogGuard.Primitives;

/// <summary>
/// Makes one detector at a time the owner of a folder, by an exclusive lock on a file in it. The system releases the lock when the
/// process ends. Thread-safe.
/// </summary>
/// <param name="folder">The folder. It need not exist.</param>
/// <param name="report">Receives one line if another detector is the owner.</param>
internal sealed class FolderLock(string folder, Action<string> report) : IDisposable
{
    internal const string Name = ".lock";

    private readonly Lock _lock = new();
    private Func<bool>? _mayTakeOver;
    private Action? _takeOver;
    private FileStream? _file;

    // Another detector was the owner: what this one has read may be older than what that one has saved since.
    private bool _wasRefused;
    private int _joiningThread;
    private bool _isGivenUp;
    private bool _isDisposed;

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Whether this detector is the owner.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
            {
                return _file is not null;
            }
        }
    }

    /// <summary>
    /// Sets what happens when another detector was the owner and has ended. Until then, and without it, this one does not become
    /// the owner.
    /// </summary>
    /// <param name="mayTakeOver">Whether the calling thread may take the folder over.</param>
    /// <param name="takeOver">Reads what the other detector has saved. Nobody else may save until it returns.</param>
    public void OnTakeOver(Func<bool> mayTakeOver, Action takeOver)
    {
        lock (_lock)
        {
            (_mayTakeOver, _takeOver) = (mayTakeOver, takeOver);
        }
    }

    /// <summary>Leaves the folder to others until this detector ends.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            _isGivenUp = true;
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>
    /// Whether this detector is, or becomes, the owner. A folder that does not exist, or that cannot hold the lock, has no other
    /// owner.
    /// </summary>
    /// <param name="creates">Whether to create the folder if it is missing.</param>
    public bool TryOwn(bool creates = false)
    {
        bool isTakenOver;
        lock (_lock)
        {
            if (_file is not null || _isDisposed || _isGivenUp)
            {
                return _file is not null && (_joiningThread == 0 || _joiningThread == Environment.CurrentManagedThreadId);
            }

            if (_wasRefused && _mayTakeOver?.Invoke() != true)
            {
                return false;
            }

            try
            {
                if (creates)
                {
                    Directory.CreateDirectory(folder);
                }
                else if (!Directory.Exists(folder))
                {
                    return true;
                }

                var path = Path.Combine(folder, Name);
                if (new FileInfo(path) is { Exists: true, LinkTarget: not null })
                {
                    // Not made by a detector; the file that it leads to is not touched.
                    File.Delete(path);
                }

                _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
                isTakenOver = _wasRefused;
                _joiningThread = isTakenOver ? Environment.CurrentManagedThreadId : 0;
            }
            catch (IOException exception) when (IsOfAnother(exception))
            {
                Tell();
                return false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The folder is read-only, for example: saving fails there by itself, and says why.
                return true;
            }
        }

        return !isTakenOver || TakeOver();
    }

    /// <summary>Releases the folder.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file?.Dispose();
            _file = null;
        }
    }

    private bool TakeOver()
    {
        try
        {
            _takeOver!();
        }
        finally
        {
            lock (_lock)
            {
                _joiningThread = 0;
            }
        }

        return IsHeld;
    }

    private void Tell()
    {
        if (!_wasRefused)
        {
            _wasRefused = true;
            report($"{folder} is in use by another detector: this one reads the model and saves nothing there until the other one ends. Give each its own ModelPath, or set ReplicaFolders.");
        }
    }

    // EWOULDBLOCK on Linux and on Apple's systems, and the sharing violation of Windows.
    private static bool IsOfAnother(IOException exception) => exception.HResult is 11 or 35 || (exception.HResult & 0xFFFF) is 32 or 33;
}
