using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>The convolutions of a source on the device, by the equations of <see cref="ConvolutionLayer"/>.</summary>
internal sealed class DeviceConvolution
{
    private readonly IReadOnlyList<ConvolutionLayer> _layers;
    private readonly List<Parameter> _parameters = [];

    /// <summary>Makes convolutions whose weights are not set, and not on the device yet.</summary>
    /// <param name="layers">The convolutions.</param>
    /// <param name="channels">Length of the vector of a step.</param>
    /// <param name="resources">Owns the weights.</param>
    public DeviceConvolution(IReadOnlyList<ConvolutionLayer> layers, int channels, DeviceResources resources)
    {
        _layers = layers;
        foreach (ConvolutionLayer layer in layers)
        {
            _parameters.Add(DeviceParameter.Make(resources, layer.FilterCount, channels, layer.KernelSize));
            _parameters.Add(DeviceParameter.Make(resources, layer.FilterCount));
        }
    }

    /// <summary>Weight and bias of each convolution.</summary>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>Runs forward and pools the windows by their maximum.</summary>
    /// <param name="steps">(rows, steps, channels).</param>
    /// <param name="counts">Number of steps of each row, on the device; null if all rows are full.</param>
    /// <returns>(rows, filters of all convolutions).</returns>
    public torch.Tensor Forward(torch.Tensor steps, torch.Tensor? counts)
    {
        long stepCount = steps.shape[1];
        if (counts is not null)
        {
            steps = steps * StepMask.Inside(counts, stepCount).unsqueeze(2).to(steps.dtype);
        }

        long missing = _layers.Max(layer => layer.KernelSize) - stepCount;
        if (missing > 0)
        {
            torch.Tensor zeros = torch.zeros([steps.shape[0], missing, steps.shape[2]], dtype: steps.dtype, device: steps.device);
            steps = torch.cat([steps, zeros], 1);
        }

        torch.Tensor channels = steps.transpose(1, 2); // (rows, channels, steps)
        var parts = new torch.Tensor[_layers.Count];
        for (int number = 0; number < parts.Length; number++)
        {
            ConvolutionLayer layer = _layers[number];
            torch.Tensor own = channels.narrow(2, 0, Math.Max(stepCount, layer.KernelSize));
            torch.Tensor sums = torch.nn.functional.conv1d(own, _parameters[2 * number], _parameters[2 * number + 1]); // (rows, filters, windows)
            if (counts is not null)
            {
                torch.Tensor windows = (counts - (layer.KernelSize - 1)).clamp_min(1);
                sums = sums.masked_fill(StepMask.Outside(windows, sums.shape[2]).unsqueeze(1), float.NegativeInfinity);
            }

            parts[number] = DeviceActivation.Apply(sums.amax([2]), layer.Activation);
        }

        return parts.Length == 1 ? parts[0] : torch.cat(parts, 1);
    }
}
