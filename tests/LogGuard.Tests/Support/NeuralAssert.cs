using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>Comparisons of many floats at once that say where the worst one is.</summary>
internal static class NeuralAssert
{
    /// <summary>Each value within an absolute tolerance.</summary>
    public static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.True(Math.Abs((double)expected[j] - actual[j]) <= tolerance,
                $"{what}[{j}] is {actual[j]:R}, not {expected[j]:R} within {tolerance}.");
        }
    }

    /// <summary>The same names, shapes and, within an absolute tolerance, values.</summary>
    public static void Close(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, double tolerance)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach ((NamedTensor one, NamedTensor other) in expected.Zip(actual))
        {
            Assert.Equal(one.Shape, other.Shape);
            Close(one.Values, other.Values, tolerance, one.Name);
        }
    }

    /// <summary>Each value within a tolerance relative to the largest one.</summary>
    /// <returns>The largest error found, on the same scale.</returns>
    public static double CloseToLargest(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        double largest = 0;
        foreach (float value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        Close(expected, actual, tolerance * largest, what);
        double error = 0;
        for (int j = 0; j < expected.Length; j++)
        {
            error = Math.Max(error, Math.Abs((double)expected[j] - actual[j]));
        }

        return largest == 0 ? 0 : error / largest;
    }

    /// <summary>The same names, shapes and, within a tolerance relative to each tensor's largest, values.</summary>
    /// <returns>The largest error found, on the same scale.</returns>
    public static double CloseToLargest(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, double tolerance)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        double error = 0;
        foreach ((NamedTensor one, NamedTensor other) in expected.Zip(actual))
        {
            Assert.Equal(one.Shape, other.Shape);
            error = Math.Max(error, CloseToLargest(one.Values, other.Values, tolerance, one.Name));
        }

        return error;
    }

    /// <summary>The same names, shapes and, to the last bit, values.</summary>
    public static void Same(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual)
    {
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        foreach ((NamedTensor one, NamedTensor other) in expected.Zip(actual))
        {
            Assert.Equal(one.Shape, other.Shape);
            Assert.Equal(Bits(one.Values), Bits(other.Values));
        }
    }

    /// <summary>The bits, so that equality means what it says for NaN and -0 too.</summary>
    public static int[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (int j = 0; j < bits.Length; j++)
        {
            bits[j] = BitConverter.SingleToInt32Bits(values[j]);
        }

        return bits;
    }
}
