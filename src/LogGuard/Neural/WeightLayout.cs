namespace LogGuard.Neural;

/// <summary>
/// Names, shapes and order of a network's weights, the ones of PyTorch's Embedding, LSTM, GRU and Linear, and how they
/// begin. A source's names begin with its own; its dense layers are <c>mlp.0</c>, <c>mlp.1</c>…, those after the joined
/// sources <c>dense.0</c>…, the last is <c>fc</c>.
/// </summary>
internal static class WeightLayout
{
    /// <summary>Makes zero tensors for a network.</summary>
    public static NamedTensor[] Make(NetworkDescription description) => [.. Describe(description).Select(weight => weight.Tensor)];

    /// <summary>Makes tensors with the distributions of PyTorch: embedding vectors normal, all else uniform.</summary>
    public static NamedTensor[] Make(NetworkDescription description, SeededRandom random)
    {
        var tensors = new List<NamedTensor>();
        foreach ((NamedTensor tensor, double bound) in Describe(description))
        {
            foreach (ref float value in tensor.Values.AsSpan())
            {
                value = (float)(bound == 0 ? random.NextNormal() : bound * (2 * random.NextUniform() - 1));
            }

            tensors.Add(tensor);
        }

        return [.. tensors];
    }

    /// <summary>Copies weights over; all are checked before the first is changed.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, twice there, of another shape or not finite.</exception>
    public static void Copy(IReadOnlyList<NamedTensor> from, NamedTensor[] to)
    {
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
            if (!byName.Remove(place.Name, out NamedTensor? tensor))
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

        if (byName.Count > 0)
        {
            throw new InvalidDataException($"Weights: {byName.Keys.First()} is not part of this network.");
        }

        foreach (NamedTensor tensor in from)
        {
            tensor.Values.CopyTo(Array.Find(to, place => place.Name == tensor.Name)!.Values, 0);
        }
    }

    // Each weight with the bound of its uniform distribution, or 0 for the normal one.
    private static IEnumerable<(NamedTensor Tensor, double Bound)> Describe(NetworkDescription description)
    {
        int joined = 0;
        foreach (NetworkSource source in description.Sources)
        {
            string prefix = source.Name.Length == 0 ? "" : source.Name + ".";
            if (source.HasEmbedding)
            {
                yield return (Zeros($"{prefix}embedding.weight", source.SymbolCount, source.EmbeddingSize), 0);
            }

            foreach ((NamedTensor, double) weight in source.Recurrent is { } stack ? Describe(prefix, stack, source.StepSize) : [])
            {
                yield return weight;
            }

            foreach ((NamedTensor, double) weight in Describe(source.Layers, $"{prefix}mlp", source.PooledSize))
            {
                yield return weight;
            }

            joined = checked(joined + source.OutputSize);
        }

        foreach ((NamedTensor, double) weight in Describe(description.Layers, "dense", joined))
        {
            yield return weight;
        }

        int last = description.Layers.Count > 0 ? description.Layers[^1].Size : joined;
        yield return (Zeros("fc.weight", description.OutputCount, last), 1 / Math.Sqrt(last));
        yield return (Zeros("fc.bias", description.OutputCount), 1 / Math.Sqrt(last));
    }

    private static IEnumerable<(NamedTensor Tensor, double Bound)> Describe(string prefix, RecurrentStack stack, int inputSize)
    {
        (string name, int parts) = stack.Kind == RecurrentKind.Lstm ? ("lstm", 4) : ("gru", 3);
        int gates = checked(parts * stack.HiddenSize);
        double bound = 1 / Math.Sqrt(stack.HiddenSize);
        for (int layer = 0; layer < stack.LayerCount; layer++)
        {
            for (int direction = 0; direction < stack.DirectionCount; direction++)
            {
                string suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                yield return (Zeros($"{prefix}{name}.weight_ih{suffix}", gates, layer == 0 ? inputSize : stack.OutputSize), bound);
                yield return (Zeros($"{prefix}{name}.weight_hh{suffix}", gates, stack.HiddenSize), bound);
                yield return (Zeros($"{prefix}{name}.bias_ih{suffix}", gates), bound);
                yield return (Zeros($"{prefix}{name}.bias_hh{suffix}", gates), bound);
            }
        }
    }

    private static IEnumerable<(NamedTensor Tensor, double Bound)> Describe(IReadOnlyList<DenseLayer> layers, string name, int inputSize)
    {
        for (int layer = 0; layer < layers.Count; layer++)
        {
            yield return (Zeros($"{name}.{layer}.weight", layers[layer].Size, inputSize), 1 / Math.Sqrt(inputSize));
            yield return (Zeros($"{name}.{layer}.bias", layers[layer].Size), 1 / Math.Sqrt(inputSize));
            inputSize = layers[layer].Size;
        }
    }

    private static NamedTensor Zeros(string name, params int[] shape) =>
        new(name, shape, new float[shape.Aggregate(1, (product, length) => checked(product * length))]);
}
