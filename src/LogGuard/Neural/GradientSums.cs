using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// The sums of one group's gradients, padded and transposed like the packed weights. Each group of shards has its own, and
/// they are added in a fixed order, so the total does not depend on the number of threads.
/// </summary>
internal sealed unsafe class GradientSums(GradientLayout layout)
{
    private readonly AlignedBuffer _values = new(layout.Length);

    /// <summary>Weighted sum of the losses of the group's rows, not yet divided by the sum of weights.</summary>
    public double Loss { get; set; }

    /// <summary>The sums at a place assigned by the layout.</summary>
    public float* At(int place) => _values.Start + place;

    /// <summary>Sets all sums to zero.</summary>
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
