namespace LogGuard.Neural;

/// <summary>The weights of one source, packed for the inner loops.</summary>
internal sealed unsafe class PackedSource
{
    private readonly int _first;

    /// <param name="source">The description of the source.</param>
    /// <param name="tensors">Number of its first weight tensor; advanced past its last.</param>
    /// <param name="sites">Number of its first dropout; advanced past its last.</param>
    /// <param name="sums">Assigns the places of the gradients.</param>
    public PackedSource(NetworkSource source, ref int tensors, ref int sites, GradientLayout sums)
    {
        Source = source;
        _first = tensors;
        if (source.HasEmbedding)
        {
            tensors++;
            Embedding = new AlignedBuffer(checked(source.SymbolCount * source.EmbeddingSize));
            EmbeddingSum = source.Recurrent is null ? sums.Take(Embedding.Length) : -1;
        }

        if (source.Recurrent is { } stack)
        {
            Row = PaddedRow.Join(Enumerable.Repeat(PaddedRow.Of(stack.HiddenSize), stack.DirectionCount));
            Layers = new PackedDirection[stack.LayerCount][];
            for (int layer = 0; layer < Layers.Length; layer++)
            {
                Layers[layer] = new PackedDirection[stack.DirectionCount];
                for (int direction = 0; direction < stack.DirectionCount; direction++)
                {
                    Layers[layer][direction] = new PackedDirection(source, direction == 1, layer == 0 ? null : Row, ref tensors, sums);
                }
            }
        }
        else
        {
            Row = PaddedRow.Of(source.PooledSize);
            Layers = [];
        }

        Convolutions = new PackedConvolution[source.Convolutions.Count];
        for (int convolution = 0; convolution < Convolutions.Length; convolution++)
        {
            Convolutions[convolution] = new PackedConvolution(source.Convolutions[convolution], source.StepSize, ref tensors, sums);
        }

        Attention = source.Pooling == StepPooling.Attention ? new PackedAttention(Row, ref tensors, sums) : null;

        // One dropout number for each boundary between recurrent layers, then one for the pooled row.
        FirstSite = sites;
        sites += Math.Max(Layers.Length, 1);
        Dense = new DenseStack(source.Layers, Row, ref tensors, ref sites, sums);
    }

    /// <summary>The description of the source.</summary>
    public NetworkSource Source { get; }

    /// <summary>
    /// Layout of the pooled row: the recurrent layers' output at a step, the results of the convolutions or, without either, the input at a
    /// step.
    /// </summary>
    public PaddedRow Row { get; }

    /// <summary>The recurrent layers from the bottom up, each with one or two directions.</summary>
    public PackedDirection[][] Layers { get; }

    /// <summary>The convolutions.</summary>
    public PackedConvolution[] Convolutions { get; }

    /// <summary>The weights of attention; null with another pooling.</summary>
    public PackedAttention? Attention { get; }

    /// <summary>The dense layers.</summary>
    public DenseStack Dense { get; }

    /// <summary>The embedding vectors, (symbols, embedding); null if there are none.</summary>
    public AlignedBuffer? Embedding { get; }

    /// <summary>Place of the embedding's gradient in the sums; only without recurrent layers.</summary>
    public int EmbeddingSum { get; }

    /// <summary>Number of the source's first dropout, above the first recurrent layer.</summary>
    public int FirstSite { get; }

    /// <summary>Number of the pooled row's dropout.</summary>
    public int PooledSite => FirstSite + Math.Max(Layers.Length, 1) - 1;

    /// <summary>Copies changed weights into the packed form.</summary>
    public void Pack(NamedTensor[] weights, bool training)
    {
        if (Embedding is not null)
        {
            weights[_first].Values.CopyTo(Embedding.Span);
        }

        for (int layer = 0; layer < Layers.Length; layer++)
        {
            foreach (PackedDirection direction in Layers[layer])
            {
                direction.Pack(weights, layer == 0 ? Embedding : null, training);
            }
        }

        foreach (PackedConvolution convolution in Convolutions)
        {
            convolution.Pack(weights);
        }

        Attention?.Pack(weights);
        Dense.Pack(weights, training);
    }

    /// <summary>Overwrites its gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        float[]? embedding = Embedding is null ? null : gradients[_first].Values;
        if (embedding is not null && Layers.Length == 0)
        {
            new Span<float>(sums.At(EmbeddingSum), embedding.Length).CopyTo(embedding);
        }
        else if (embedding is not null)
        {
            Array.Clear(embedding);
        }

        foreach (PackedDirection[] layer in Layers)
        {
            foreach (PackedDirection direction in layer)
            {
                direction.Export(sums, gradients, Embedding, embedding);
            }
        }

        foreach (PackedConvolution convolution in Convolutions)
        {
            convolution.Export(sums, gradients);
        }

        Attention?.Export(sums, gradients);
        Dense.Export(sums, gradients);
    }
}
