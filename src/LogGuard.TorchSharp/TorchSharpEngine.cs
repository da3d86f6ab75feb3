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

    /// <summary>Largest number of rows of a prediction that the managed engine computes.</summary>
    public int SmallBatchLimit { get; }

    /// <summary>Whether the device has failed; the managed engine then computes everything.</summary>
    public bool HasFailed => Volatile.Read(ref _hasFailed) != 0;

    /// <summary>The device, such as <c>cuda:0</c>.</summary>
    public string DeviceName => _device.type == DeviceType.CUDA ? $"cuda:{_device.index}" : "cpu";

    /// <summary>Called before the device is used; tests throw the exceptions of a GPU here.</summary>
    internal Action? BeforeDeviceWork { get; set; }

    /// <summary>Opens a device and checks its results. The native library must have been probed before.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="tell">Receives a line if the device fails later.</param>
    /// <param name="problem">The reason why there is no engine; null if there is one.</param>
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

            // Process-wide settings of libtorch. With TF32, cuDNN's default, float32 products have 10 bits of mantissa instead of 23.
            torch.backends.cuda.matmul.allow_tf32 = options.MixedPrecision;
            torch.backends.cudnn.allow_tf32 = options.MixedPrecision;
        }

        var engine = new TorchSharpEngine(device, options.MixedPrecision, options.SmallBatchLimit, tell);
        problem = EngineCheck.FindProblem(engine, options.MixedPrecision);
        return problem is null ? engine : null;
    }

    /// <summary>Makes a network with exactly the initial weights of the managed engine.</summary>
    /// <exception cref="ArgumentException">The description is not valid; see <see cref="NetworkDescription.Check"/>.</exception>
    public INeuralNetwork Create(NetworkDescription description, int seed) =>
        new TorchSharpNetwork(this, _managed.Create(description, seed));

    /// <summary>Makes a network on the device, with weights of zero.</summary>
    internal DeviceNetwork Build(NetworkDescription description) => new(description, _device, _mixedPrecision);

    /// <summary>Records that the device threw an exception: reports the first one, and the device is not used again.</summary>
    internal void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            _tell($"the device {DeviceName} has failed, the managed engine goes on with the same weights: {OneLine.Of(exception)}");
        }
    }
}
