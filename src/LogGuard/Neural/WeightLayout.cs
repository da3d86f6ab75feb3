namespace LogGuard.Neural;

/// <summary>Names, shapes and order of a network's weights, the ones of PyTorch's Embedding, LSTM and Linear.</summary>
internal static class WeightLayout
{
    /// <summary>Makes zero tensors for a network.</summary>
    public static NamedTensor[] Make(NetworkDescription description)
    {
        var tensors = new List<NamedTensor>();
        int gates = checked(4 * description.HiddenSize);
        if (description.Input == NetworkInput.Embedding)
        {
            Add("embedding.weight", description.SymbolCount, description.EmbeddingSize);
        }

        for (int layer = 0; layer < description.LayerCount; layer++)
        {
            Add($"lstm.weight_ih_l{layer}", gates, layer == 0 ? description.InputSize : description.HiddenSize);
            Add($"lstm.weight_hh_l{layer}", gates, description.HiddenSize);
            Add($"lstm.bias_ih_l{layer}", gates);
            Add($"lstm.bias_hh_l{layer}", gates);
        }

        Add("fc.weight", description.OutputCount, description.HiddenSize);
        Add("fc.bias", description.OutputCount);
        return [.. tensors];

        void Add(string name, params int[] shape) =>
            tensors.Add(new NamedTensor(name, shape, new float[shape.Aggregate(1, (product, length) => checked(product * length))]));
    }

    /// <summary>Copies weights over; all are checked before the first is changed.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, twice there or of another shape.</exception>
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
}
