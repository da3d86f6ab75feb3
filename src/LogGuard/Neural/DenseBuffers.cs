namespace LogGuard.Neural;

/// <summary>One worker's buffers for a shard in dense layers: the outputs of each layer and, in training, their gradients.</summary>
internal sealed unsafe class DenseBuffers(DenseStack stack, bool keep)
{
    private readonly AlignedBuffer?[] _outputs = new AlignedBuffer?[stack.Count];
    private readonly AlignedBuffer?[] _gradients = new AlignedBuffer?[stack.Count];

    /// <summary>Grows the buffers to the size of a shard.</summary>
    public void Begin(int rows)
    {
        for (int layer = 0; layer < stack.Count; layer++)
        {
            int length = checked(rows * stack.Width(layer));
            _outputs[layer] = AlignedBuffer.Grow(_outputs[layer], length);
            _gradients[layer] = keep ? AlignedBuffer.Grow(_gradients[layer], length) : null;
        }
    }

    /// <summary>Outputs of a layer, (rows, its width).</summary>
    public float* Output(int layer) => _outputs[layer]!.Start;

    /// <summary>Gradient of the outputs of a layer, (rows, its width).</summary>
    public float* Gradient(int layer) => _gradients[layer]!.Start;
}
