namespace LogGuard.Neural;

/// <summary>Assigns places in <see cref="GradientSums"/> while a network is built.</summary>
internal sealed class GradientLayout
{
    /// <summary>Number of floats assigned, always whole panels.</summary>
    public int Length { get; private set; }

    /// <summary>Assigns a place for a number of floats and returns its offset.</summary>
    public int Take(int count)
    {
        int start = Length;
        Length = checked(Length + PaddedRow.Pad(count));
        return start;
    }
}
