using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Dense layers one after the other. Forward, y = dropout(f(x·Wᵀ + b)); backward, with ∂a = f'(a)·∂y:
/// ∂W = ∂aᵀ·x, ∂b = Σ ∂a, ∂x = ∂a·W.
/// </summary>
internal sealed unsafe class DenseStack
{
    private readonly PackedDense[] _layers;

    public DenseStack(IReadOnlyList<DenseLayer> layers, PaddedRow input, ref int tensors, ref int sites, GradientLayout sums)
    {
        _layers = new PackedDense[layers.Count];
        Output = input;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer] = new PackedDense(layers[layer], Output, ref tensors, sums, sites++);
            Output = _layers[layer].Output;
        }
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Length;

    /// <summary>Layout of the last layer's output, or of the input if there are no layers.</summary>
    public PaddedRow Output { get; }

    /// <summary>Length of an output row of a layer.</summary>
    public int Width(int layer) => _layers[layer].Output.Width;

    /// <summary>Copies changed weights into the packed form.</summary>
    public void Pack(NamedTensor[] weights, bool training)
    {
        foreach (PackedDense layer in _layers)
        {
            layer.Pack(weights, training);
        }
    }

    /// <summary>Overwrites the gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        foreach (PackedDense layer in _layers)
        {
            layer.Export(sums, gradients);
        }
    }

    /// <summary>Runs rows through all layers.</summary>
    /// <param name="work">Receives the outputs of the layers.</param>
    /// <param name="input">The input, (rows, input width).</param>
    /// <param name="shard">The rows.</param>
    /// <returns>The output of the last layer, or the input if there are no layers.</returns>
    public float* Forward(DenseBuffers work, float* input, in Shard shard)
    {
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            PackedDense dense = _layers[layer];
            int width = dense.Output.Width;
            float* output = work.Output(layer);
            for (int row = 0; row < shard.Rows; row++)
            {
                dense.Bias.Span.CopyTo(new Span<float>(output + (nint)row * width, width));
            }

            MatrixProduct.Multiply(LeftOperand.Of(input, dense.Map.InputWidth), dense.Map.Forward.Panels,
                output, width, shard.Rows, accumulate: true); // (rows, output)
            ActivationMath.Apply(dense.Layer.Activation, output, (nint)shard.Rows * width);
            shard.Dropout(dense.Layer.Dropout, dense.Site).Apply(output, output, shard.FirstRow, shard.Rows, width);
            input = output;
        }

        return input;
    }

    /// <summary>Runs back through all layers.</summary>
    /// <param name="work">The outputs of <see cref="Forward"/> and the gradient of the last one; overwritten.</param>
    /// <param name="sums">Receives the gradients of weights.</param>
    /// <param name="input">The input of the forward pass, (rows, input width).</param>
    /// <param name="inputGradient">Receives its gradient, (rows, input width); null if it is not needed.</param>
    /// <param name="shard">The rows.</param>
    public void Backward(DenseBuffers work, GradientSums sums, float* input, float* inputGradient, in Shard shard)
    {
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            PackedDense dense = _layers[layer];
            int width = dense.Output.Width;
            float* gradient = work.Gradient(layer);
            float* below = layer == 0 ? input : work.Output(layer - 1);
            float* belowGradient = layer == 0 ? inputGradient : work.Gradient(layer - 1);

            shard.Dropout(dense.Layer.Dropout, dense.Site).Apply(gradient, gradient, shard.FirstRow, shard.Rows, width);
            ActivationMath.Derive(dense.Layer.Activation, 1 - dense.Layer.Dropout, work.Output(layer), gradient, (nint)shard.Rows * width);
            AddRows(gradient, sums.At(dense.BiasSum), shard.Rows, width);
            MatrixProduct.Multiply(LeftOperand.TransposeOf(below, dense.Map.InputWidth),
                Panels.OfRowMajor(gradient, shard.Rows, width, width),
                sums.At(dense.Map.Sum), width, dense.Map.InputWidth, accumulate: true); // (input, output)
            if (belowGradient is not null)
            {
                MatrixProduct.Multiply(LeftOperand.Of(gradient, width), dense.Map.Back.Panels,
                    belowGradient, PaddedRow.Pad(dense.Map.InputWidth), shard.Rows); // (rows, input)
            }
        }
    }

    private static void AddRows(float* values, float* sum, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < width; j += Vector<float>.Count)
            {
                (Vector.Load(sum + j) + Vector.Load(values + (nint)row * width + j)).Store(sum + j);
            }
        }
    }
}
