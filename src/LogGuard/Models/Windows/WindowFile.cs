using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LogGuard.Sequences;

namespace LogGuard.Models.Windows;

/// <summary>
/// Training sessions on disk, for sets of windows that do not fit in memory. Windows overlap, so the file holds sessions, and their
/// windows are made when they are read: a hundred million windows of a hundred symbols take 0.4 GB instead of 40. The file is
/// temporary: it has no version and uses the byte order of the machine. Format: magic, window size and number of windows; then for
/// each session its length, flags, number of occurrences and symbols.
/// </summary>
internal sealed class WindowFile : IDisposable
{
    private const uint Magic = 0x4657474C;
    private const int HeaderLength = 16;
    private const int RecordHeaderLength = 12;
    private const int BufferSize = 1 << 20;
    private const int StartFlag = 1;
    private const int EndFlag = 2;

    private readonly string _path;
    private readonly FileStream? _stream;
    private readonly int _outputCount;

    private WindowFile(string path, FileStream? stream, int windowSize, long windowCount, int outputCount)
    {
        _path = path;
        _stream = stream;
        _outputCount = outputCount;
        WindowSize = windowSize;
        WindowCount = windowCount;
    }

    /// <summary>Number of symbols in a window.</summary>
    public int WindowSize { get; }

    /// <summary>Number of windows; a session that occurred several times is counted once.</summary>
    public long WindowCount { get; }

    /// <summary>Size of the file, in bytes.</summary>
    public long Length => _stream?.Length ?? new FileInfo(_path).Length;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Path of the file; overwritten.</param>
    /// <param name="sessions">The sessions with their numbers of occurrences, preferably in random order; enumerated once.</param>
    /// <param name="symbols">The keys of the model; windows whose target it does not know are left out.</param>
    /// <param name="windowSize">Number of symbols in a window.</param>
    /// <param name="withBoundaries">Whether START pads a session's beginning and END is predicted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static WindowFile Write(
        string path, IEnumerable<(LogKeySequence Sequence, int Count)> sessions, SymbolMap symbols, int windowSize, bool withBoundaries)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
        var windowCount = WriteTo(stream, sessions, symbols, windowSize, withBoundaries);
        return new WindowFile(path, null, windowSize, windowCount, symbols.OutputCount);
    }

    /// <summary>
    /// Writes a file that is deleted with this object, also if the process ends before: Unix unlinks it at once, Windows deletes it
    /// when its handle closes. One reader at a time.
    /// </summary>
    /// <param name="folder">The folder; created if it is missing.</param>
    /// <param name="sessions">The sessions, as for <see cref="Write"/>.</param>
    /// <param name="symbols">The keys of the model.</param>
    /// <param name="windowSize">Number of symbols in a window.</param>
    /// <param name="withBoundaries">Whether START pads a session's beginning and END is predicted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static WindowFile WriteTemporary(
        string folder, IEnumerable<(LogKeySequence Sequence, int Count)> sessions, SymbolMap symbols, int windowSize, bool withBoundaries)
    {
        FileStream? stream = null;
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, ".windows-" + Guid.NewGuid().ToString("N"));
            stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                TryDelete(path);
            }

            var windowCount = WriteTo(stream, sessions, symbols, windowSize, withBoundaries);
            stream.Flush();
            return new WindowFile(path, stream, windowSize, windowCount, symbols.OutputCount);
        }
        catch (Exception exception)
        {
            Close(stream);

            // .NET throws the second for a file above the size limit, the third for a folder without write permission.
            if (exception is IOException or ArgumentOutOfRangeException or UnauthorizedAccessException)
            {
                throw new IOException($"the training windows could not be written in {folder}: {exception.Message}", exception);
            }

            throw;
        }
    }

    private static long WriteTo(
        FileStream stream, IEnumerable<(LogKeySequence Sequence, int Count)> sessions, SymbolMap symbols, int windowSize, bool withBoundaries)
    {
        stream.Write(stackalloc byte[HeaderLength]);
        long windowCount = 0;
        var record = new int[256];
        foreach (var (sequence, count) in sessions)
        {
            var hasStart = withBoundaries && sequence.HasStart;
            var hasEnd = withBoundaries && sequence.HasEnd;
            var length = sequence.Keys.Length;
            if (record.Length < length + 3)
            {
                record = new int[length + 3];
            }

            (record[0], record[1], record[2]) = (length, (hasStart ? StartFlag : 0) | (hasEnd ? EndFlag : 0), count);
            for (var i = 0; i < length; i++)
            {
                record[i + 3] = symbols.ToInput(sequence.Keys[i]);
                windowCount += (hasStart || i >= windowSize) && symbols.Knows(sequence.Keys[i]) ? 1 : 0;
            }

            windowCount += hasEnd && (hasStart || length >= windowSize) ? 1 : 0;
            stream.Write(MemoryMarshal.AsBytes(record.AsSpan(0, length + 3)));
        }

        stream.Position = 0;
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], windowSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], windowCount);
        stream.Write(header);
        return windowCount;
    }

    /// <summary>Opens a file that <see cref="Write"/> made.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="symbols">The keys it was written with.</param>
    /// <exception cref="InvalidDataException">The file has another format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WindowFile Open(string path, SymbolMap symbols)
    {
        using var stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic)
        {
            throw new InvalidDataException($"{path} holds no training windows.");
        }

        var windowSize = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        var windowCount = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        return windowSize > 0 && windowCount >= 0 && windowCount <= stream.Length
            ? new WindowFile(path, null, windowSize, windowCount, symbols.OutputCount)
            : throw new InvalidDataException($"{path} holds no training windows.");
    }

    /// <summary>Reads all windows, in the order of the sessions.</summary>
    /// <returns>Rows of a window and, last, its target, with its weight; a row is valid until the next is read.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> Read()
    {
        using var opened = _stream is null ? new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize) : null;
        var stream = _stream ?? opened!;
        var end = stream.Length;
        stream.Position = HeaderLength;
        var header = new int[RecordHeaderLength / sizeof(int)];
        var symbols = new int[256];
        var row = new int[WindowSize + 1];
        while (stream.Position < end)
        {
            Fill(stream, header);
            var (length, flags, count) = (header[0], header[1], header[2]);

            // Checks sizes before it allocates memory.
            if (length < 0 || length > (end - stream.Position) / sizeof(int) || count < 0)
            {
                throw new InvalidDataException($"{_path} is damaged.");
            }

            // START before the session, as many times as a window has symbols, and END after it.
            var padding = (flags & StartFlag) != 0 ? WindowSize : 0;
            var total = padding + length + ((flags & EndFlag) != 0 ? 1 : 0);
            if (symbols.Length < total)
            {
                symbols = new int[total];
            }

            symbols.AsSpan(0, padding).Fill(SymbolMap.BoundarySymbol);
            Fill(stream, symbols.AsSpan(padding, length));
            symbols.AsSpan(padding + length, total - padding - length).Fill(SymbolMap.BoundarySymbol);

            for (var next = WindowSize; next < total; next++)
            {
                if ((uint)symbols[next] < (uint)_outputCount)
                {
                    symbols.AsSpan(next - WindowSize, WindowSize + 1).CopyTo(row);
                    yield return (row, count);
                }
            }
        }
    }

    /// <summary>Deletes a temporary file; a file with a path stays.</summary>
    public void Dispose() => Close(_stream);

    // Data still buffered is not needed any more, so a failure to write it does not matter.
    private static void Close(FileStream? stream)
    {
        try
        {
            stream?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // The handle is closed nevertheless.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // This file system does not delete open files; the file is deleted when it is closed.
        }
    }

    private void Fill(Stream stream, Span<int> numbers)
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException($"{_path} is damaged.");
        }
    }
}
