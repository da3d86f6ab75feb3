namespace LogGuard.Parsing;

/// <summary>
/// The files that were read one after the other, and their ends: positions in them, and the file from which the next one is found.
/// </summary>
internal sealed class FinishedFiles
{
    /// <summary>Most files of which positions are given: the event that is read spans no more.</summary>
    private const int Limit = 16;

    private readonly List<(int Number, TextPosition End)> _files = [];

    public bool Any => _files.Count > 0;

    /// <summary>The end of the file that was read last; null if nothing was read of it, or there is none.</summary>
    public TextPosition? LastRead => _files.Count > 0 && !_files[^1].End.IsUnread ? _files[^1].End : null;

    /// <summary>Adds a file.</summary>
    /// <param name="number">Its number, from 0; -1 for the one of an earlier run.</param>
    /// <param name="end">Its end.</param>
    public void Add(int number, TextPosition end)
    {
        _files.Add((number, end));
        if (_files.Count > Limit)
        {
            _files.RemoveAt(0);
        }
    }

    /// <summary>A position in one of the files, or at the end of the last one before it; null if none is known.</summary>
    public TextPosition? PositionAt(LinePosition mark) => _files.FindLast(file => file.Number <= mark.File) is not { End: { } end } file ? null
        : file.Number == mark.File ? end with { Offset = mark.Offset, LineNumber = mark.LineNumber }
        : end;

    /// <summary>Whether a file was read: it is one of them, or is compressed and has the content of one.</summary>
    public bool Contain(LogFile file) => _files.Exists(one =>
        one.End.CheckEnd >= RotatedFiles.EvidenceLimit && (file.IsFileOf(one.End) == true || RotatedName.IsCompressed(file.Path)) && file.Holds(one.End));
}
