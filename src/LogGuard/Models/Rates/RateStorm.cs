namespace LogGuard.Models.Rates;

/// <summary>A template that came much more often than ever, once or from then on.</summary>
internal sealed class RateStorm
{
    /// <summary>The series: twice the key, and one more for sessions that begin with it.</summary>
    public int Series { get; set; }

    /// <summary>When it began, in UTC ticks.</summary>
    public long Began { get; set; }

    /// <summary>When it was last above its threshold, in UTC ticks.</summary>
    public long Last { get; set; }

    /// <summary>The hour of the day in which it began.</summary>
    public int Hour { get; set; }

    /// <summary>The largest counts so far. An answer raises the accepted level to them.</summary>
    public int Block { get; set; }

    /// <inheritdoc cref="Block"/>
    public int Long { get; set; }

    /// <inheritdoc cref="Block"/>
    public int Second { get; set; }

    /// <inheritdoc cref="Block"/>
    public int Minute { get; set; }

    /// <summary>
    /// The largest count of a minute that is not reported again: that of an answer, or of the same hour on an earlier day. 0 for any
    /// count while it lasts.
    /// </summary>
    public int Known { get; set; }

    /// <summary>Whether it was marked normal.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The order of magnitude of the reported rate: answers name it.</summary>
    public int Magnitude { get; set; }

    /// <summary>Accepts it, up to twice the rate that was reported, or to its peak if that is higher.</summary>
    public void Answer() => (IsAnswered, Known) = (true, Math.Max(Math.Max(Known, Minute), 1 << Math.Min(30, Magnitude + 2)));
}
