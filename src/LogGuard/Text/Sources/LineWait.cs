namespace LogGuard.Parsing;

/// <summary>The result of waiting for more lines.</summary>
internal enum LineWait
{
    /// <summary>There may be lines now.</summary>
    More,

    /// <summary>
    /// Nothing came for the quiet time. Everything that waits for a continuation (an unfinished last line, an event that
    /// further lines might join) should be returned. There may be a line now.
    /// </summary>
    Quiet,

    /// <summary>There will be no more lines.</summary>
    Ended,
}
