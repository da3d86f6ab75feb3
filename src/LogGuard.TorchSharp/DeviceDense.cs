using LogGuard.Neural;
using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>Dense layers on the device, y = dropout(f(x·Wᵀ + b)), one after the other.</summary>
internal sealed class DeviceDense
{
    private readonly IReadOnlyList<DenseLayer> _layers;
    private readonly List<Parameter> _parameters = [];
    private readonly int? _source;

    /// <summary>Makes layers whose weights are not set, and not on the device yet.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="inputSize">Number of inputs of the first one.</param>
    /// <param name="source">Number of the source that they belong to; null after the joined sources.</param>
    /// <param name="resources">Owns the weights.</param>
    public DeviceDense(IReadOnlyList<DenseLayer> layers, int inputSize, int? source, DeviceResources resources)
    {
        _layers = layers;
        _source = source;
        foreach (DenseLayer layer in layers)
        {
            _parameters.Add(DeviceParameter.Make(resources, layer.Size, inputSize));
            _parameters.Add(DeviceParameter.Make(resources, layer.Size));
            inputSize = layer.Size;
        }
    }

    /// <summary>Weight and bias of each layer.</summary>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>Runs forward.</summary>
    /// <param name="values">(rows, inputs).</param>
    /// <param name="chunk">The rows.</param>
    /// <param name="staging">Copies masks to the device.</param>
    /// <returns>(rows, outputs of the last layer).</returns>
    public torch.Tensor Forward(torch.Tensor values, in ChunkInput chunk, Staging staging)
    {
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            DenseLayer description = _layers[layer];
            values = DeviceActivation.Apply(torch.nn.functional.linear(values, _parameters[2 * layer], _parameters[2 * layer + 1]), description.Activation);
            if (description.Dropout > 0 && chunk.Masks is { } masks)
            {
                float[] mask = _source is { } source
                    ? masks.AfterSourceLayer(source, layer, chunk.First, chunk.Count)
                    : masks.AfterLayer(layer, chunk.First, chunk.Count);
                values = values * staging.Floats(mask, chunk.Count, description.Size).to(values.dtype);
            }
        }

        return values;
    }
}
