using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>The engine on a GPU, through TorchSharp and libtorch.</summary>
internal sealed class TorchSharpEngine : INeuralEngine
{
    private readonly ManagedEngine _managed = new(lowPriority: true);
    private readonly torch.Device _device;
    private readonly bool _mixedPrecision;
    private readonly Action<string> _tell;
    private int _hasFailed;

    private TorchSharpEngine(torch.Device device, bool mixedPrecision, int smallBatchLimit, Action<string> tell)
    {
        _device = device;
        _mixedPrecision = mixedPrecision;
        SmallBatchLimit = smallBatchLimit;
        _tell = tell;
    }

    public string Name => "torch";

    /// <summary>Most rows of a prediction that the managed engine works out.</summary>
    public int SmallBatchLimit { get; }

    /// <summary>Whether the device has failed; the managed engine does everything then.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed) != 0;

    /// <summary>What it works on, such as <c>cuda:0</c>.</summary>
    public string DeviceName => _device.type == DeviceType.CUDA ? $"cuda:{_device.index}" : "cpu";

    /// <summary>Called before the device is used; tests throw here what a GPU would.</summary>
    internal Action? BeforeDeviceWork { get; set; }

    /// <summary>Opens a device and checks that what it works out is right. The native library must have been probed before.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="tell">Receives what goes wrong later.</param>
    /// <param name="problem">Why there is no engine; null if there is one.</param>
    public static TorchSharpEngine? TryOpen(TorchSharpOptions options, Action<string> tell, out string? problem)
    {
        torch.Device device = torch.CPU;
        if (options.Device != TorchDevice.Cpu)
        {
            int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            if (options.Device.Index >= count)
            {
                problem = count == 0
                    ? "there is no CUDA GPU, or no libtorch or driver for it."
                    : $"there is no {options.Device}; there are {count} CUDA GPUs.";
                return null;
            }

            device = new torch.Device(DeviceType.CUDA, options.Device.Index);

            // Settings of libtorch for the whole process: with TF32, which cuDNN uses unless told not to, float32 is none.
            torch.backends.cuda.matmul.allow_tf32 = options.MixedPrecision;
            torch.backends.cudnn.allow_tf32 = options.MixedPrecision;
        }

        var engine = new TorchSharpEngine(device, options.MixedPrecision, options.SmallBatchLimit, tell);
        problem = EngineCheck.FindProblem(engine, options.MixedPrecision);
        return problem is null ? engine : null;
    }

    /// <summary>Makes a network; its weights begin as the managed engine's do, to the last bit.</summary>
    /// <exception cref="ArgumentException">The description is wrong; <see cref="NetworkDescription.Check"/> says how.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed) =>
        new TorchSharpNetwork(this, (ManagedNetwork)_managed.Create(description, seed));

    /// <summary>Makes a network on the device, without weights yet.</summary>
    internal DeviceNetwork Build(NetworkDescription description) => new(description, _device, _mixedPrecision);

    /// <summary>To be called with whatever the device threw: says so once, and nothing more is asked of it.</summary>
    internal void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            _tell($"the device {DeviceName} has failed, the managed engine goes on with the same weights: {OneLine.Of(exception)}");
        }
    }
}
