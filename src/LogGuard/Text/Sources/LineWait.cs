namespace LogGuard.Parsing;

/// <summary>What came of waiting for more lines.</summary>
internal enum LineWait
{
    /// <summary>There may be lines to take now.</summary>
    More,

    /// <summary>
    /// Nothing came for the quiet time: what waits for a continuation (an unfinished last line, an event that further
    /// lines might join) should be let go. There may be a line to take now.
    /// </summary>
    Quiet,

    /// <summary>Nothing will come any more.</summary>
    Ended,
}
