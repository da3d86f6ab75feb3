using LogGuard.Models.Values;
using LogGuard.Neural;

namespace LogGuard.Tests.Support;

/// <summary>Series of parameter values made from seeds, and models of them.</summary>
internal static class SomeValues
{
    /// <summary>A series of one parameter, <c>Seconds</c>; no elapsed times.</summary>
    public static ParameterValueSeries Series(IEnumerable<double> values, int key = 1, string name = "Seconds") =>
        Series(values.Select(value => new[] { double.NaN, value }), key, name);

    /// <summary>A series of vectors, the elapsed time first.</summary>
    public static ParameterValueSeries Series(IEnumerable<double[]> vectors, int key, params string[] names)
    {
        var series = new ParameterValueSeries(key, names, limit: 2_000);
        foreach (var vector in vectors)
        {
            series.Add(vector);
        }

        return series;
    }

    /// <summary>A series of elapsed times alone.</summary>
    public static ParameterValueSeries Elapsed(IEnumerable<double> seconds, int key = 1) =>
        Series(seconds.Select(value => new[] { value }), key);

    /// <summary>Independent values of a normal distribution.</summary>
    public static double[] Normal(int count, double mean, double deviation, int seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + deviation * random.NextNormal())];
    }

    /// <summary>Independent durations, most within a factor of two of the median.</summary>
    public static double[] LogNormal(int count, double median, double deviation = 0.5, int seed = 1) =>
        [.. Normal(count, Math.Log(median), deviation, seed).Select(Math.Exp)];

    /// <summary>Independent waiting times without memory.</summary>
    public static double[] Exponential(int count, double mean, int seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => -mean * Math.Log(1 - random.NextUniform()))];
    }

    /// <summary>Independent sums of one to four prices, each times one to three.</summary>
    public static double[] OrderTotals(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(1, 5)).Sum(_ => random.Next(100, 5_100) / 100.0 * random.Next(1, 4)))];
    }

    /// <summary>Durations of which each depends on the one before: the logarithm goes back to its mean slowly.</summary>
    public static double[] WithMemory(int count, double median, int seed = 1)
    {
        var random = new SeededRandom(seed);
        var values = new double[count];
        var state = 0.0;
        for (var i = 0; i < count; i++)
        {
            state = 0.9 * state + 0.2 * random.NextNormal();
            values[i] = median * Math.Exp(state);
        }

        return values;
    }

    /// <summary>The model of a series.</summary>
    public static ParameterValueModel Train(ParameterValueSeries series, ParameterValueTrainingOptions? options = null) =>
        new ParameterValueModelTrainer(new ManagedEngine(threadCount: 1), options ?? new ParameterValueTrainingOptions()).Train(series);
}
