namespace LogGuard.Models.Rates;

/// <summary>A template that comes much more often than ever, or comes no more.</summary>
/// <param name="Key">The key of the template.</param>
/// <param name="IsOfSessions">Whether sessions that begin with it are counted, and not its lines.</param>
/// <param name="IsStop">Whether it comes no more.</param>
internal sealed record RateFinding(int Key, bool IsOfSessions, bool IsStop)
{
    /// <summary>The rate in a time unit, now and the largest one learnt; for a stop the minutes without it and the most so far.</summary>
    public required long Now { get; init; }

    /// <inheritdoc cref="Now"/>
    public required long Most { get; init; }

    /// <summary>Whether the time unit is a second, and not a minute.</summary>
    public bool IsPerSecond { get; init; }

    /// <summary>Whether the largest rate is that of this hour of the day.</summary>
    public bool IsOfHour { get; init; }

    /// <summary>Number of lines among the last ones, and of how many; 0 for a stop.</summary>
    public int Lines { get; init; }

    /// <inheritdoc cref="Lines"/>
    public int Total { get; init; }

    /// <summary>The largest number among <see cref="OfLines"/> lines that was learnt.</summary>
    public int MostLines { get; init; }

    /// <summary>The length of the window that the share is taken of, in lines.</summary>
    public int OfLines { get; init; }

    /// <summary>Number of windows that it was learnt from.</summary>
    public required long Windows { get; init; }

    /// <summary>How surprising it is, in bits.</summary>
    public required double Bits { get; init; }

    /// <summary>The level of the template's last line.</summary>
    public required LogSeverity Severity { get; init; }

    /// <summary>The order of magnitude of the rate: answers name it. 0 for a stop.</summary>
    public int Magnitude { get; init; }

    /// <summary>Number of other templates that stopped at the same time.</summary>
    public int Others { get; init; }
}
