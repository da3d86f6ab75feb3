namespace LogGuard.Stress.Floods;

/// <summary>
/// One kind of load or environment that a detector must survive. Orders, planted failures and measurements go on beside it; see
/// <see cref="FloodHost"/>. Its time begins once it has filled the detector's tables, so that only a leak grows in it.
/// </summary>
internal abstract class Flood
{
    /// <summary>All floods, in the order in which they run.</summary>
    public static readonly Flood[] All =
    [
        new StringBuiltLines(), new UniqueLines(), new ManyCauses(), new LargeEvents(), new ClockSteps(), new SuspendedProcess(), new StarvedPool(),
        new HardReceivers(), new SharedFolder(), new ManySuppressions(), new BrokenWebhook(), new CaptureModes("capture-none", CapturedValues.None),
        new CaptureModes("capture-numbers", CapturedValues.Numbers), new CaptureModes("capture-hashed", CapturedValues.All), new Retraining(),
        new FullDisk(), new HeapLimit(),
    ];

    /// <summary>The name on the command line and in the report.</summary>
    public abstract string Name { get; }

    /// <summary>Variables that are added to the environment of its process.</summary>
    public virtual IReadOnlyDictionary<string, string>? Variables => null;

    /// <summary>The time for which the process is stopped in the middle of its run; zero for not at all.</summary>
    public virtual TimeSpan Suspension => TimeSpan.Zero;

    /// <summary>
    /// Whether open sessions are closed before memory is measured: their last lines are bounded by count and bytes, and come and go with them.
    /// </summary>
    public virtual bool ClosesSessionsToMeasure => false;

    /// <summary>Sets what differs from the settings of the other runs.</summary>
    public virtual void Configure(AnomalyDetectorOptions options, FloodHost host)
    {
    }

    /// <summary>Whether a diagnostic line about a failure is what the flood means to cause.</summary>
    public virtual bool Expects(string diagnostic) => false;

    /// <summary>Goes on until <see cref="FloodHost.GoesOn"/> says no, on a thread of its own.</summary>
    public abstract void Run(FloodHost host, Random random);
}
