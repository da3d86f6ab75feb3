namespace LogGuard.Detection;

/// <summary>The sessions of one part of the time, as <see cref="PromiseWatch"/> counts them.</summary>
/// <param name="number">Number of the block since the model is in use.</param>
/// <param name="from">When its first session ended, in UTC ticks of event time.</param>
/// <param name="questionCount">Number of questions.</param>
internal sealed class PromiseBlock(long number, long from, int questionCount)
{
    /// <summary>Number of bins of surprise, one bit each; the last one holds what has no chance at all.</summary>
    public const int Bits = 41;

    /// <summary>Number of the block since the model is in use.</summary>
    public long Number => number;

    /// <summary>When its first session ended, in UTC ticks of event time.</summary>
    public long From => from;

    /// <summary>Number of sessions.</summary>
    public int Sessions { get; set; }

    /// <summary>Number of sessions in which anything was reported.</summary>
    public int Reported { get; set; }

    /// <summary>Number of sessions with a line of the level Error or above.</summary>
    public int Errors { get; set; }

    /// <summary>Whether more is wrong than usual. Such a block is no evidence of what is normal.</summary>
    public bool IsTroubled { get; set; }

    /// <summary>For each question, the number of sessions that it reported.</summary>
    public int[] Hits { get; } = new int[questionCount];

    /// <summary>For each question, the number of these that are otherwise as usual.</summary>
    public int[] Quiet { get; } = new int[questionCount];

    /// <summary>For each question, the quiet ones by their surprise; null if there are none.</summary>
    public int[]?[] QuietBits { get; } = new int[questionCount][];

    /// <summary>For each question, the other ones by their surprise; null if there are none.</summary>
    public int[]?[] TroubledBits { get; } = new int[questionCount][];

    /// <summary>Counts a session that a question reported.</summary>
    public void Add(int question, bool isQuiet, double surprise)
    {
        Hits[question]++;
        Quiet[question] += isQuiet ? 1 : 0;
        var bits = (isQuiet ? QuietBits : TroubledBits)[question] ??= new int[Bits];
        bits[(int)Math.Clamp(surprise, 0, Bits - 1)]++;
    }

    /// <summary>Number of sessions that a question would report with a threshold.</summary>
    /// <param name="bits">Sessions by their surprise.</param>
    /// <param name="threshold">The largest bin that is not reported.</param>
    public static int Above(int[]? bits, int threshold) => bits.AsSpan() is { IsEmpty: false } span ? Sum(span[(threshold + 1)..]) : 0;

    private static int Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
