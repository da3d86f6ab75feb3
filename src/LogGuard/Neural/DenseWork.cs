namespace LogGuard.Neural;

/// <summary>What one worker needs to run a shard through dense layers: what each gives and, in training, its gradient.</summary>
internal sealed unsafe class DenseWork(DenseStack stack, bool keep)
{
    private readonly AlignedBuffer?[] _outputs = new AlignedBuffer?[stack.Count];
    private readonly AlignedBuffer?[] _gradients = new AlignedBuffer?[stack.Count];

    /// <summary>Makes room for a shard.</summary>
    public void Begin(int rows)
    {
        for (int layer = 0; layer < stack.Count; layer++)
        {
            int length = checked(rows * stack.Width(layer));
            _outputs[layer] = AlignedBuffer.Grow(_outputs[layer], length);
            _gradients[layer] = keep ? AlignedBuffer.Grow(_gradients[layer], length) : null;
        }
    }

    /// <summary>What a layer gives, (rows, its width).</summary>
    public float* Output(int layer) => _outputs[layer]!.Start;

    /// <summary>Its gradient, (rows, its width).</summary>
    public float* Gradient(int layer) => _gradients[layer]!.Start;
}
