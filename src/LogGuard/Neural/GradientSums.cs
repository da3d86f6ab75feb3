using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Where one group of shards adds up its gradients, padded and transposed like the packed weights. Each group has its
/// own, and they are added in fixed order: the sum is the same on any number of threads.
/// </summary>
internal sealed unsafe class GradientSums(SumLayout layout)
{
    private readonly AlignedBuffer _values = new(layout.Length);

    /// <summary>Loss of the group's rows, each with its weight, not yet divided by the sum of weights.</summary>
    public double Loss { get; set; }

    /// <summary>The sum at a place that the layout handed out.</summary>
    public float* At(int place) => _values.Start + place;

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
