namespace LogGuard.Parsing;

/// <summary>
/// The facts that earlier lines of one log tell about later ones. Objects that take turns for one log share it. A format itself
/// is immutable.
/// </summary>
internal sealed class LineMemory
{
    /// <summary>The columns that the log's own header names; null before the first header.</summary>
    public DelimitedColumns? Columns { get; set; }

    /// <summary>The format of the lines within a container's lines, once one fits; otherwise null.</summary>
    public LineFormat? Inner { get; set; }

    /// <summary>Lines within a container's lines that no format fitted, since the last one that did.</summary>
    public int InnerMisses { get; set; }

    /// <summary>First letter of the stream whose line goes on in its next one; 0 if none does.</summary>
    public char PartialStream { get; set; }
}
