namespace LogGuard.Neural;

/// <summary>Hands out places in <see cref="GradientSums"/> while a network is built.</summary>
internal sealed class SumLayout
{
    /// <summary>Floats handed out, always whole panels.</summary>
    public int Length { get; private set; }

    /// <summary>Hands out a place for a number of floats.</summary>
    public int Take(int count)
    {
        int start = Length;
        Length = checked(Length + PaddedRow.Pad(count));
        return start;
    }
}
