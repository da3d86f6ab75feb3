namespace LogGuard.Semantics;

/// <summary>Sums weighted word vectors of length 1 to a template's vector of length 1.</summary>
internal static class WeightedMean
{
    /// <param name="words">The words of the template.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="vectorOf">Writes the vector of a word (length = vector length), and returns false if it has none.</param>
    /// <param name="vector">Receives the vector; zeros if no word has one.</param>
    public static void Write(IReadOnlyList<string> words, WordWeights weights, WriteWord vectorOf, Span<float> vector)
    {
        vector.Clear();
        var one = new float[vector.Length];
        foreach (var word in words)
        {
            if (vectorOf(word, one) && Length(one) is var length and > 0)
            {
                var weight = weights.Of(word) / length;
                for (var i = 0; i < one.Length; i++)
                {
                    vector[i] += weight * one[i];
                }
            }
        }

        Normalize(vector);
    }

    /// <summary>Scales a vector to length 1; a vector without a direction becomes zeros.</summary>
    public static void Normalize(Span<float> vector)
    {
        var length = Length(vector);
        if (length is > 0 and < float.PositiveInfinity)
        {
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] /= length;
            }
        }
        else
        {
            vector.Clear();
        }
    }

    private static float Length(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += (double)value * value;
        }

        return (float)Math.Sqrt(sum);
    }

    /// <summary>Writes the vector of a word; false if it has none.</summary>
    internal delegate bool WriteWord(string word, Span<float> vector);
}
