namespace LogGuard.Neural;

/// <summary>The weights of a whole network, packed for the inner loops; a copy that is renewed when weights change.</summary>
internal sealed class PackedNetwork
{
    public PackedNetwork(NetworkDescription description)
    {
        int tensors = 0;
        int sites = 0;
        Sources = new PackedSource[description.Sources.Count];
        for (int source = 0; source < Sources.Length; source++)
        {
            Sources[source] = new PackedSource(description.Sources[source], ref tensors, ref sites, Sums);
        }

        Joined = PaddedRow.Join(Sources.Select(source => source.Dense.Output));
        Dense = new DenseStack([.. description.Layers, new DenseLayer(description.OutputCount)], Joined, ref tensors, ref sites, Sums);
    }

    /// <summary>The sources, in the order of the description.</summary>
    public PackedSource[] Sources { get; }

    /// <summary>Layout of the sources' outputs, side by side.</summary>
    public PaddedRow Joined { get; }

    /// <summary>The dense layers and, last, the layer <c>fc</c>, which computes the scores.</summary>
    public DenseStack Dense { get; }

    /// <summary>The places of gradients.</summary>
    public GradientLayout Sums { get; } = new();

    /// <summary>Copies changed weights into the packed form.</summary>
    /// <param name="weights">All weights, in the order of <see cref="WeightLayout"/>.</param>
    /// <param name="training">Whether the backward pass will be run.</param>
    public void Pack(NamedTensor[] weights, bool training)
    {
        foreach (PackedSource source in Sources)
        {
            source.Pack(weights, training);
        }

        Dense.Pack(weights, training);
    }

    /// <summary>Overwrites all gradient tensors.</summary>
    public void Export(GradientSums sums, NamedTensor[] gradients)
    {
        foreach (PackedSource source in Sources)
        {
            source.Export(sums, gradients);
        }

        Dense.Export(sums, gradients);
    }
}
