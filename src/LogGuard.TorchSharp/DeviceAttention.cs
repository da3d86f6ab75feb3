using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>Attention over the steps on the device, by the equations of <see cref="StepPooling.Attention"/>.</summary>
internal sealed class DeviceAttention
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>Makes attention whose weights are not set, and not on the device yet.</summary>
    /// <param name="size">Length of the vector of a step.</param>
    /// <param name="resources">Owns the weights.</param>
    public DeviceAttention(int size, DeviceResources resources)
    {
        _weight = DeviceParameter.Make(resources, 1, size);
        _bias = DeviceParameter.Make(resources, 1);
    }

    /// <summary>w and b.</summary>
    public IEnumerable<Parameter> Parameters => [_weight, _bias];

    /// <summary>Pools the steps.</summary>
    /// <param name="steps">(rows, steps, size).</param>
    /// <param name="counts">Number of steps of each row, on the device; null if all rows are full.</param>
    /// <returns>(rows, size).</returns>
    public torch.Tensor Forward(torch.Tensor steps, torch.Tensor? counts)
    {
        torch.Tensor scores = torch.nn.functional.linear(steps, _weight, _bias).tanh().squeeze(2); // (rows, steps)
        if (counts is not null)
        {
            scores = scores.masked_fill(StepMask.Outside(counts, steps.shape[1]), float.NegativeInfinity);
        }

        return (scores.softmax(1).unsqueeze(2) * steps).sum(1);
    }
}
