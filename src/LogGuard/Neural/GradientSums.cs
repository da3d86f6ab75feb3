using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Where one group of shards adds up its gradients, padded and transposed like <see cref="PackedNetwork"/>. Each
/// group has its own, and they are added in fixed order: the sum is the same on any number of threads.
/// </summary>
internal sealed unsafe class GradientSums
{
    private readonly AlignedBuffer _values;
    private readonly int[] _bias;
    private readonly int[] _recurrent;
    private readonly int[] _input;
    private readonly int _output;
    private readonly int _outputBias;

    public GradientSums(PackedNetwork network)
    {
        PaddedSizes sizes = network.Sizes;
        int layers = network.Layers.Length;
        (_bias, _recurrent, _input) = (new int[layers], new int[layers], new int[layers]);

        int length = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            _bias[layer] = Take(network.Layers[layer].BiasRows * sizes.Gates);
            _recurrent[layer] = Take(sizes.Hidden * sizes.Gates);
            _input[layer] = layer == 0 ? -1 : Take(sizes.Hidden * sizes.Gates);
        }

        _output = Take(sizes.Output * sizes.Hidden);
        _outputBias = Take(sizes.Output);
        _values = new AlignedBuffer(length);

        int Take(int count)
        {
            int start = length;
            length = checked(length + count);
            return start;
        }
    }

    /// <summary>Loss of the group's windows, each with its weight, not yet divided by the sum of weights.</summary>
    public double Loss { get; set; }

    /// <summary>Gradient of a layer's <see cref="PackedLayer.Bias"/>, (bias rows, gates).</summary>
    public float* Bias(int layer) => _values.Start + _bias[layer];

    /// <summary>Gradient of Wₕₕᵀ, (hidden, gates).</summary>
    public float* Recurrent(int layer) => _values.Start + _recurrent[layer];

    /// <summary>Gradient of Wᵢₕᵀ of a layer that reads another layer, (hidden, gates).</summary>
    public float* Input(int layer) => _values.Start + _input[layer];

    /// <summary>Gradient of the output weights, (output, hidden).</summary>
    public float* Output => _values.Start + _output;

    /// <summary>Gradient of the output bias, (output).</summary>
    public float* OutputBias => _values.Start + _outputBias;

    /// <summary>Begins a new sum.</summary>
    public void Clear()
    {
        _values.Span.Clear();
        Loss = 0;
    }

    /// <summary>Adds another group's sums to these.</summary>
    public void Add(GradientSums other)
    {
        Loss += other.Loss;
        for (int j = 0; j < _values.Length; j += Vector<float>.Count)
        {
            float* place = _values.Start + j;
            (Vector.Load(place) + Vector.Load(other._values.Start + j)).Store(place);
        }
    }
}
