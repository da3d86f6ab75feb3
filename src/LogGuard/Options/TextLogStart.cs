namespace LogGuard;

/// <summary>Where reading begins in a text log without a saved position.</summary>
public enum TextLogStart
{
    /// <summary>At the first line.</summary>
    Beginning,

    /// <summary>After the last complete line: only lines that are added later are read.</summary>
    End,
}
