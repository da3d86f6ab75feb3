namespace LogGuard.Neural;

/// <summary>The weights w and b of <see cref="StepPooling.Attention"/>, packed for the inner loops.</summary>
internal sealed unsafe class PackedAttention
{
    private readonly PaddedRow _row;
    private readonly int _first;

    /// <param name="row">Layout of the vector of a step.</param>
    /// <param name="tensors">Number of its first weight tensor; advanced past its last.</param>
    /// <param name="sums">Assigns the places of the gradients.</param>
    public PackedAttention(PaddedRow row, ref int tensors, GradientLayout sums)
    {
        _row = row;
        _first = tensors;
        tensors += 2;
        Weights = new AlignedBuffer(row.Width);
        WeightSum = sums.Take(row.Width);
        BiasSum = sums.Take(1);
    }

    /// <summary>w, (padded size).</summary>
    public AlignedBuffer Weights { get; }

    /// <summary>b.</summary>
    public float Bias { get; private set; }

    /// <summary>Place of ∂w in the sums, (padded size).</summary>
    public int WeightSum { get; }

    /// <summary>Place of ∂b in the sums.</summary>
    public int BiasSum { get; }

    /// <summary>Copies changed weights into the packed form.</summary>
    public void Pack(NamedTensor[] weights)
    {
        float[] values = weights[_first].Values;
        for (int j = 0; j < values.Length; j++)
        {
            Weights.Start[_row.Places[j]] = values[j];
        }

        Bias = weights[_first + 1].Values[0];
    }

    /// <summary>Overwrites its gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        float[] values = gradients[_first].Values;
        for (int j = 0; j < values.Length; j++)
        {
            values[j] = sums.At(WeightSum)[_row.Places[j]];
        }

        gradients[_first + 1].Values[0] = *sums.At(BiasSum);
    }
}
