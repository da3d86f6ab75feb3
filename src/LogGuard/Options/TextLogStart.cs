namespace LogGuard;

/// <summary>Where the reading of a text log begins that was not read before.</summary>
public enum TextLogStart
{
    /// <summary>At its first line.</summary>
    Beginning,

    /// <summary>Behind its last finished line: only what is added from now on is read.</summary>
    End,
}
