using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>A device whose results were checked.</summary>
internal sealed class OpenedDevice
{
    private readonly torch.Device _device;

    private OpenedDevice(torch.Device device) => _device = device;

    /// <summary>The device, such as <c>cuda:0</c>.</summary>
    public string Name => _device.type == DeviceType.CUDA ? $"cuda:{_device.index}" : "cpu";

    /// <summary>Opens a device and checks its results. The native library must have been probed before.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="problem">The reason why there is no device; null if there is one.</param>
    public static OpenedDevice? TryOpen(TorchSharpOptions options, out string? problem)
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
            torch.backends.cuda.matmul.allow_tf32 = false;
            torch.backends.cudnn.allow_tf32 = false;
        }

        var opened = new OpenedDevice(device);
        problem = EngineCheck.FindProblem(opened, mixedPrecision: false)
            ?? (options.MixedPrecision ? EngineCheck.FindProblem(opened, mixedPrecision: true) : null);
        return problem is null ? opened : null;
    }

    /// <summary>Makes a network on the device, with weights of zero.</summary>
    public DeviceNetwork Build(NetworkDescription description, bool mixedPrecision) => new(description, _device, mixedPrecision);
}
