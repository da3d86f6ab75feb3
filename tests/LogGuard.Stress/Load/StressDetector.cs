using System.Globalization;

namespace LogGuard.Stress.Load;

/// <summary>Creates the detectors of these runs. All start with one snapshot, trained on normal orders.</summary>
internal static class StressDetector
{
    private const int TrainingOrders = 2_000;

    /// <summary>The idle timeout of a session; orders take less than a second.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The maximum duration of a disposal.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    public static AnomalyDetectorOptions Options(string folder, TimeProvider? clock = null) => new()
    {
        ModelPath = folder,
        ApplicationVersion = "1",
        TimeProvider = new DoorClock(clock ?? TimeProvider.System),

        // Enough for a log of eight templates; the runs do not test the network.
        Model = { HiddenSize = 16, LayerCount = 1, TrainingSteps = 300 },
        Values = { SampleLimit = 500 },
        Session = { Property = "OrderId", IdleTimeout = IdleTimeout, ClosingTemplates = [OrderWorkflow.Templates[OrderWorkflow.Closed]] },
        Queue = { ShutdownTimeout = ShutdownTimeout },
    };

    /// <summary>Trains and saves the snapshot with which all detectors start.</summary>
    public static void Learn(string folder, StressSettings settings)
    {
        var options = Options(folder);
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Training.SessionCount = 100_000_000;
        using var detector = new AnomalyDetector(options);
        using var door = Doors.Open(settings.Door, detector);
        var workflow = new OrderWorkflow(settings.Seed);
        var steps = new List<OrderStep>();
        var start = DateTimeOffset.UtcNow.UtcTicks - TimeSpan.TicksPerDay;
        for (var number = 1L; number <= TrainingOrders; number++)
        {
            workflow.Fill(number, steps);
            object id = number;
            foreach (var step in steps)
            {
                door.Log(id, step, new DateTimeOffset(start + step.Ticks, TimeSpan.Zero));
            }

            start += TimeSpan.TicksPerSecond;
        }

        if (!detector.TrainAsync().GetAwaiter().GetResult())
        {
            throw new InvalidOperationException("nothing was learnt");
        }
    }

    /// <summary>Copies the snapshots of a folder to a new one.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target, overwrite: true);
        }
    }

    /// <summary>Returns the size of the largest file in a folder.</summary>
    public static long LargestFile(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Max(path => new FileInfo(path).Length);

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
