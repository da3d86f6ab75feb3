using System.Globalization;

namespace LogGuard;

/// <summary>The device that TorchSharp trains and serves networks on.</summary>
public readonly record struct TorchDevice
{
    private const int CpuCode = -1;

    // 0 is Auto, so that the default value is Auto; a GPU is its index plus one.
    private readonly int _code;

    private TorchDevice(int code) => _code = code;

    /// <summary>The first CUDA GPU or, if there is none, the managed engine, which is not slower than libtorch on a processor.</summary>
    public static TorchDevice Auto => default;

    /// <summary>The processor, through libtorch: for comparisons and tests.</summary>
    public static TorchDevice Cpu => new(CpuCode);

    /// <summary>Whether this is a CUDA GPU with a given index.</summary>
    public bool IsCuda => _code > 0;

    /// <summary>The index of the GPU; 0 for <see cref="Auto"/> and <see cref="Cpu"/>.</summary>
    public int Index => Math.Max(_code - 1, 0);

    /// <summary>A CUDA GPU.</summary>
    /// <param name="index">The index of the GPU in CUDA's numbering, 0..127. The default is <c>0</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative, or above 127.</exception>
    public static TorchDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, sbyte.MaxValue);
        return new TorchDevice(index + 1);
    }

    /// <summary>Parses <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>, ignoring case.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is none of these.</exception>
    public static TorchDevice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant() switch
        {
            "auto" => Auto,
            "cpu" => Cpu,
            "cuda" => Cuda(),
            ['c', 'u', 'd', 'a', ':', .. var index]
                when int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= sbyte.MaxValue => Cuda(number),
            _ => throw new FormatException($"\"{text}\" is no device; there are auto, cpu, cuda and cuda:0 to cuda:{sbyte.MaxValue}."),
        };
    }

    /// <summary>The name of the device, such as <c>cuda:0</c>.</summary>
    public override string ToString() => _code switch
    {
        0 => "auto",
        CpuCode => "cpu",
        _ => string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}"),
    };
}
