using System.Runtime.CompilerServices;
using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>
/// The engine on a GPU, through TorchSharp and libtorch, which are loaded at the first training or at the first prediction of many rows,
/// not before. Until then, and if anything is missing or fails, the managed engine does the work.
/// </summary>
/// <remarks>
/// This class and those of its networks must not name a type of TorchSharp, except in methods that run after the start: without the
/// native library, the first use of such a type prints a stack trace to the console, and its type initialiser fails for the rest of the
/// process.
/// </remarks>
internal sealed class TorchSharpEngine : INeuralEngine
{
    private readonly ManagedEngine _managed = new(lowPriority: true);
    private readonly TorchSharpOptions _options;
    private readonly Action<string> _tell;
    private readonly Func<string?> _probe;
    private readonly object _startGate = new();
    private OpenedDevice? _device;
    private MemoryReserve? _reserve;
    private bool _isStarted;
    private bool _isUnusable;
    private int _hasFailed;
    private int _isStartAsked;
    private int _isPrecisionTold;

    /// <param name="options">The frozen settings.</param>
    /// <param name="tell">Receives a line if the device cannot be used or fails later.</param>
    /// <param name="probe">Returns the reason why the native library cannot be used, null if it can. The default is <see cref="NativeProbe.FindProblem()"/>.</param>
    public TorchSharpEngine(TorchSharpOptions options, Action<string> tell, Func<string?>? probe = null) =>
        (_options, _tell, _probe) = (options, tell, probe ?? NativeProbe.FindProblem);

    /// <summary><c>torch</c>, and <c>managed</c> once it is known that TorchSharp cannot be used.</summary>
    public string Name => Volatile.Read(ref _isUnusable) ? _managed.Name : "torch";

    /// <summary>Largest number of rows of a prediction that the managed engine computes.</summary>
    public int SmallBatchLimit => _options.SmallBatchLimit;

    /// <summary>Whether networks may use bfloat16 where it is faster.</summary>
    public bool MixedPrecision => _options.MixedPrecision;

    /// <summary>Whether the device cannot be used or has failed; the managed engine then computes everything.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed) != 0;

    /// <summary>The device, such as <c>cuda:0</c>.</summary>
    public string DeviceName => _device?.Name ?? _options.Device.ToString();

    /// <summary>Called before the device is used; tests throw the exceptions of a GPU here.</summary>
    internal Action? BeforeDeviceWork { get; set; }

    /// <summary>Decides between the times of a batch in bfloat16 and in float32; tests replace it.</summary>
    internal Func<TimeSpan, TimeSpan, bool> IsMixedFaster { get; set; } = static (mixed, single) => mixed < single;

    /// <summary>Makes a network with exactly the initial weights of the managed engine. Starts nothing.</summary>
    /// <exception cref="ArgumentException">The description is not valid; see <see cref="NetworkDescription.Check"/>.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed) =>
        new TorchSharpNetwork(this, _managed.Create(description, seed));

    /// <summary>
    /// Loads TorchSharp and opens the device, unless that was done, on the calling thread: libtorch's threads inherit its priority. Waits
    /// for a start on another thread.
    /// </summary>
    /// <returns>Whether the device can be used.</returns>
    public bool TryStart()
    {
        if (!Volatile.Read(ref _isStarted))
        {
            string? problem = null;
            lock (_startGate)
            {
                if (!_isStarted)
                {
                    problem = Start();
                    Volatile.Write(ref _isStarted, true);
                }
            }

            // Outside the lock: this is the application's code.
            if (problem is not null)
            {
                _tell($"TorchSharp cannot be used, the managed engine takes its place: {problem}");
            }
        }

        return !HasFailed;
    }

    /// <summary>
    /// Whether the device can be used now. If it was not started, starts it on a thread of its own: this is called by the thread that
    /// judges events, which must not wait.
    /// </summary>
    public bool IsReady()
    {
        if (Volatile.Read(ref _isStarted))
        {
            return !HasFailed;
        }

        if (Interlocked.Exchange(ref _isStartAsked, 1) == 0)
        {
            new Thread(() => TryStart()) { IsBackground = true, Name = "LogGuard TorchSharp", Priority = ThreadPriority.BelowNormal }.UnsafeStart();
        }

        return false;
    }

    /// <summary>Makes a network on the device, with weights of zero. The device must have been started.</summary>
    internal DeviceNetwork Build(NetworkDescription description, bool mixedPrecision) => _device!.Build(description, mixedPrecision);

    /// <summary>Records that the device threw an exception: reports the first one, and the device is not used again.</summary>
    internal void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            _reserve?.Dispose();
            _tell($"the device {DeviceName} has failed, the managed engine goes on with the same weights: {OneLine.Of(exception)}");
        }
    }

    /// <summary>Reports, once, that bfloat16 was asked for and is not used.</summary>
    internal void TellNotMixed()
    {
        if (Interlocked.Exchange(ref _isPrecisionTold, 1) == 0)
        {
            _tell($"bfloat16 is not faster than float32 on {DeviceName} for this network, which computes in float32.");
        }
    }

    // The reason why the device cannot be used; null if it can.
    private string? Start()
    {
        if (!NativeCallGuard.TryEnter())
        {
            // The process ends.
            Volatile.Write(ref _hasFailed, 1);
            return null;
        }

        string? problem;
        try
        {
            problem = _probe() ?? Open();

            // A GPU has memory of its own.
            _reserve = problem is null && _options.Device == TorchDevice.Cpu ? new MemoryReserve() : null;
        }
        catch (Exception exception)
        {
            problem = OneLine.Of(exception);
        }
        finally
        {
            NativeCallGuard.Leave();
        }

        if (problem is not null)
        {
            Volatile.Write(ref _isUnusable, true);
            Volatile.Write(ref _hasFailed, 1);
        }

        return problem;
    }

    // NoInlining: TorchSharp is then loaded after the probe, and its absence is caught above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? Open()
    {
        _device = OpenedDevice.TryOpen(_options, out string? problem);
        return problem;
    }
}
