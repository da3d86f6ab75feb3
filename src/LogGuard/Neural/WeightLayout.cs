namespace LogGuard.Neural;

/// <summary>
/// Names, shapes, order and initial values of a network's weights. They are those of PyTorch's Embedding, LSTM, GRU, Conv1d and Linear, so
/// that models can be exchanged between engines and with PyTorch.
/// </summary>
/// <remarks>
/// The order is: for each source its embedding, its recurrent layers (<c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c>, <c>bias_hh</c>
/// of each layer and direction) or its convolutions <c>conv.0</c>, <c>conv.1</c>…, its <c>attention</c>, and its dense layers <c>mlp.0</c>,
/// <c>mlp.1</c>…; then the dense layers after the joined sources, <c>dense.0</c>, <c>dense.1</c>…; then <c>fc</c>. A source's names begin with <see cref="NetworkSource.Name"/> and a dot, if it has a
/// name.
/// </remarks>
public static class WeightLayout
{
    /// <summary>Makes tensors of zeros for all weights of a network, in order.</summary>
    /// <param name="description">The network.</param>
    public static IReadOnlyList<NamedTensor> Make(NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return MakeArray(description);
    }

    /// <summary>
    /// Makes the initial weights of a network, with PyTorch's distributions: embedding vectors normal, recurrent weights uniform in
    /// ±1/√HiddenSize, weights of dense layers, convolutions and attention uniform in ±1/√inputs, of which a filter has StepSize·KernelSize.
    /// </summary>
    /// <param name="description">The network.</param>
    /// <param name="seed">The same seed gives the same weights on every engine and runtime.</param>
    public static IReadOnlyList<NamedTensor> Make(NetworkDescription description, int seed)
    {
        ArgumentNullException.ThrowIfNull(description);
        return MakeArray(description, seed);
    }

    /// <summary>The λ of <see cref="DenseLayer.L1"/> of each tensor of <see cref="Make(NetworkDescription)"/>, in that order; 0 without penalty.</summary>
    /// <remarks>Only an engine that implements training needs it.</remarks>
    /// <param name="description">The network.</param>
    public static IReadOnlyList<float> L1Penalties(NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return [.. Describe(description).Select(weight => weight.L1)];
    }

    /// <summary>Copies weights by name. All tensors are checked before the first value is written.</summary>
    /// <param name="from">The tensors to read, in any order.</param>
    /// <param name="to">The tensors to overwrite, such as those of <see cref="Make(NetworkDescription)"/>.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, present twice, of another shape or not finite.</exception>
    public static void Copy(IReadOnlyList<NamedTensor> from, IReadOnlyList<NamedTensor> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var byName = new Dictionary<string, NamedTensor>();
        foreach (NamedTensor tensor in from)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new InvalidDataException($"Weights: {tensor.Name} is there twice.");
            }
        }

        foreach (NamedTensor place in to)
        {
            if (!byName.TryGetValue(place.Name, out NamedTensor? tensor))
            {
                throw new InvalidDataException($"Weights: {place.Name} is missing.");
            }

            if (!tensor.Shape.AsSpan().SequenceEqual(place.Shape) || tensor.Values.Length != place.Values.Length)
            {
                throw new InvalidDataException(
                    $"Weights: {place.Name} has shape ({string.Join(", ", tensor.Shape)}); it must be ({string.Join(", ", place.Shape)}).");
            }

            if (!VectorMath.AllFinite(tensor.Values))
            {
                throw new InvalidDataException($"Weights: {place.Name} holds a value that is not finite.");
            }
        }

        if (byName.Count > to.Count)
        {
            string unknown = byName.Keys.First(name => to.All(place => place.Name != name));
            throw new InvalidDataException($"Weights: {unknown} is not part of this network.");
        }

        foreach (NamedTensor place in to)
        {
            byName[place.Name].Values.CopyTo(place.Values, 0);
        }
    }

    /// <summary>Makes zero tensors for a network.</summary>
    internal static NamedTensor[] MakeArray(NetworkDescription description) =>
        [.. Describe(description).Select(weight => weight.Tensor)];

    /// <summary>Makes the initial weights of a network.</summary>
    internal static NamedTensor[] MakeArray(NetworkDescription description, int seed)
    {
        var random = new SeededRandom(seed);
        var tensors = new List<NamedTensor>();
        foreach ((NamedTensor tensor, double bound, _) in Describe(description))
        {
            foreach (ref float value in tensor.Values.AsSpan())
            {
                value = (float)(bound == 0 ? random.NextNormal() : bound * (2 * random.NextUniform() - 1));
            }

            tensors.Add(tensor);
        }

        return [.. tensors];
    }

    private static IEnumerable<Weight> Describe(NetworkDescription description)
    {
        int joined = 0;
        foreach (NetworkSource source in description.Sources)
        {
            string prefix = source.Name.Length == 0 ? "" : source.Name + ".";
            foreach (Weight weight in Describe(source, prefix).Concat(Describe(source.Layers, $"{prefix}mlp", source.PooledSize)))
            {
                yield return weight;
            }

            joined = checked(joined + source.OutputSize);
        }

        foreach (Weight weight in Describe(description.Layers, "dense", joined))
        {
            yield return weight;
        }

        int last = description.Layers.Count > 0 ? description.Layers[^1].Size : joined;
        yield return new(Zeros("fc.weight", description.OutputCount, last), 1 / Math.Sqrt(last));
        yield return new(Zeros("fc.bias", description.OutputCount), 1 / Math.Sqrt(last));
    }

    private static IEnumerable<Weight> Describe(NetworkSource source, string prefix)
    {
        if (source.HasEmbedding)
        {
            yield return new(Zeros($"{prefix}embedding.weight", source.SymbolCount, source.EmbeddingSize), 0);
        }

        foreach (Weight weight in source.Recurrent is { } stack ? Describe(prefix, stack, source.StepSize) : [])
        {
            yield return weight;
        }

        for (int number = 0; number < source.Convolutions.Count; number++)
        {
            ConvolutionLayer convolution = source.Convolutions[number];
            double bound = 1 / Math.Sqrt((double)source.StepSize * convolution.KernelSize);
            yield return new(Zeros($"{prefix}conv.{number}.weight", convolution.FilterCount, source.StepSize, convolution.KernelSize), bound);
            yield return new(Zeros($"{prefix}conv.{number}.bias", convolution.FilterCount), bound);
        }

        if (source.Pooling == StepPooling.Attention)
        {
            double bound = 1 / Math.Sqrt(source.PooledSize);
            yield return new(Zeros($"{prefix}attention.weight", 1, source.PooledSize), bound);
            yield return new(Zeros($"{prefix}attention.bias", 1), bound);
        }
    }

    private static IEnumerable<Weight> Describe(string prefix, RecurrentStack stack, int inputSize)
    {
        (string name, int parts) = stack.Kind switch
        {
            RecurrentKind.Lstm => ("lstm", 4),
            RecurrentKind.Gru => ("gru", 3),
            _ => ("msif", checked(4 * stack.KindCount)),
        };
        int gates = checked(parts * stack.HiddenSize);
        double bound = 1 / Math.Sqrt(stack.HiddenSize);
        for (int layer = 0; layer < stack.LayerCount; layer++)
        {
            for (int direction = 0; direction < stack.DirectionCount; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                yield return new(Zeros($"{prefix}{name}.weight_ih{suffix}", gates, layer == 0 ? inputSize : stack.OutputSize), bound);
                yield return new(Zeros($"{prefix}{name}.weight_hh{suffix}", gates, stack.HiddenSize), bound);
                yield return new(Zeros($"{prefix}{name}.bias_ih{suffix}", gates), bound);
                yield return new(Zeros($"{prefix}{name}.bias_hh{suffix}", gates), bound);
            }
        }
    }

    private static IEnumerable<Weight> Describe(IReadOnlyList<DenseLayer> layers, string name, int inputSize)
    {
        for (int layer = 0; layer < layers.Count; layer++)
        {
            double bound = 1 / Math.Sqrt(inputSize);
            yield return new(Zeros($"{name}.{layer}.weight", layers[layer].Size, inputSize), bound, layers[layer].L1);
            yield return new(Zeros($"{name}.{layer}.bias", layers[layer].Size), bound);
            inputSize = layers[layer].Size;
        }
    }

    private static NamedTensor Zeros(string name, params int[] shape) =>
        new(name, shape, new float[shape.Aggregate(1, (product, length) => checked(product * length))]);

    /// <param name="Tensor">Name, shape and zeros.</param>
    /// <param name="Bound">Bound of the uniform distribution of its initial values; 0 stands for the normal distribution.</param>
    /// <param name="L1">The λ of its L1 penalty.</param>
    private readonly record struct Weight(NamedTensor Tensor, double Bound, float L1 = 0);
}
