using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for learning the numbers in the lines and the times between the lines of a session. Used by
/// <see cref="DetectorKind.Default"/> only.
/// </summary>
public sealed class ValueOptions
{
    internal const double DefaultConfidence = 0.999;
    internal const int DefaultSampleLimit = 2_000;
    internal const int DefaultKeyLimit = 1_000;

    // Longer than a .NET service takes until its code is compiled, its connections are pooled and its caches are filled.
    internal static readonly TimeSpan DefaultWarmUpTime = TimeSpan.FromMinutes(1);

    // The first call compiles a step, and the next ones may each open a connection.
    internal const int DefaultWarmUpCount = 3;

    /// <summary>Whether values are learnt and judged. The default is <c>true</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether texts that are one of few are learnt and judged, too: a state, a mode, a result code. The default is <c>false</c>. A text
    /// has 64 characters or fewer, and a parameter 16 different ones or fewer; a name, an id or prose has more, and is not read any
    /// further. Hashes of the texts are kept, not the texts. Texts that <see cref="CaptureOptions"/> leave out, hash or redact are
    /// not learnt, nor are those of a text log whose values are restricted. Enums and booleans are numbers, and are judged in any case.
    /// </summary>
    public bool TextSets { get; set; }

    /// <summary>
    /// Share of usual sessions whose quantities are all inside their confidence intervals, 0.9..0.999999. The default is
    /// <c>0.999</c>: one session in a thousand may raise an alarm. The quantities of an average session share it, up to a hundred of
    /// them. Elapsed times use a stricter limit, because every line has one: a line is late only past one second, at a tail
    /// probability below three in a hundred million, or if it is slow again and again.
    /// </summary>
    public double Confidence { get; set; } = DefaultConfidence;

    /// <summary>
    /// Maximum number of value vectors that are kept for each template, 200..100,000. The default is <c>2,000</c>. The latest
    /// vectors are kept. All templates together take at most 32 MB.
    /// </summary>
    public int SampleLimit { get; set; } = DefaultSampleLimit;

    /// <summary>Maximum number of templates whose values are learnt, 1..100,000. The default is <c>1,000</c>. The first templates are used.</summary>
    public int KeyLimit { get; set; } = DefaultKeyLimit;

    /// <summary>
    /// Time after the detector was made in which times between lines, and numbers named as durations (<c>ElapsedMilliseconds</c>), are
    /// not judged, 0 to 1 hour. The default is 1 minute. A process that has just started is slow. It applies to lines that this process logs now, by their timestamps, not to text logs and
    /// not to a log that is replayed.
    /// </summary>
    public TimeSpan WarmUpTime { get; set; } = DefaultWarmUpTime;

    /// <summary>
    /// Number of first lines of each template since the detector was made whose times are not judged, 0..100. The default is
    /// <c>3</c>. It applies to the same lines as <see cref="WarmUpTime"/>.
    /// </summary>
    public int WarmUpCount { get; set; } = DefaultWarmUpCount;

    internal void Check(OptionFaults faults)
    {
        faults.RequireRange("Values.Confidence", Confidence, 0.9, 0.999999);
        faults.RequireRange("Values.SampleLimit", SampleLimit, 200, 100_000);
        faults.RequireRange("Values.KeyLimit", KeyLimit, 1, 100_000);
        faults.RequireRange("Values.WarmUpTime", WarmUpTime, TimeSpan.Zero, TimeSpan.FromHours(1));
        faults.RequireRange("Values.WarmUpCount", WarmUpCount, 0, 100);
    }

    internal ValueOptions Copy() => (ValueOptions)MemberwiseClone();
}
