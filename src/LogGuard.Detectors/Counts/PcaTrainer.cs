using LogGuard.Detection;
using LogGuard.Detectors.Counts;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace LogGuard.Detectors;

/// <summary>Trains PCA of count vectors (Xu et al., SOSP 2009): which keys come together, and how often. Judges the ends of sessions.</summary>
public sealed class PcaTrainer : ILogModelTrainer
{
    private const int FewestSessions = 10;

    private readonly PcaOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; null for the paper's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public PcaTrainer(PcaOptions? options = null)
    {
        _options = options ?? new PcaOptions();
        OptionFaults.ThrowIfAny(_options.Check());
    }

    /// <inheritdoc/>
    public string Name => "Pca";

    /// <inheritdoc/>
    public ILogModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var space = CountSpace.Of(data.Sessions);
        var vectors = space.VectorsOf(data.Sessions);
        var n = vectors.Sum(vector => (long)vector.Weight);
        if (n < FewestSessions)
        {
            data.Tell($"{n} whole sessions are too few for principal components, {FewestSessions} are needed.");
            return null;
        }

        var (weights, means) = (new double[space.Size], new double[space.Size]);
        for (var j = 0; j < space.Size; j++)
        {
            var with = vectors.Where(vector => vector.Counts[j] > 0).Sum(vector => (double)vector.Weight);
            weights[j] = InverseDocumentFrequency.Of(n, with);
            means[j] = weights[j] * vectors.Sum(vector => (double)vector.Counts[j] * vector.Weight) / n;
        }

        var covariance = Matrix<double>.Build.Dense(space.Size, space.Size); // (keys + 1, keys + 1)
        foreach (var (counts, weight) in vectors)
        {
            data.Cancellation.ThrowIfCancellationRequested();
            var x = Vector<double>.Build.Dense(space.Size, j => (counts[j] * weights[j]) - means[j]);
            covariance += x.OuterProduct(x) * weight;
        }

        var eigen = covariance.Divide(n - 1).Evd(Symmetricity.Symmetric);
        double[] values = [.. eigen.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()];
        var all = values.Sum();
        var (count, explained) = (0, 0.0);
        while (count < values.Length && explained < _options.ExplainedVariance * all)
        {
            explained += values[count++];
        }

        double[][] components = [.. Enumerable.Range(0, count).Select(i => eigen.EigenVectors.Column(space.Size - 1 - i).ToArray())];
        return new PcaModel(space, new PcaState([.. space.Keys], weights, means, components, Limit(values.AsSpan(count), _options.Alpha)));
    }

    /// <inheritdoc/>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.PcaState);
        var size = state.Keys.Length + 1;
        if (!SavedKeys.AreSound(state.Keys) || state.Weights.Length != size || state.Means.Length != size
            || !Array.TrueForAll(state.Components, component => component.Length == size) || !(state.Threshold >= 0))
        {
            throw new InvalidDataException("the principal components have the wrong sizes");
        }

        return new PcaModel(new CountSpace(state.Keys), state);
    }

    /// <summary>The limit Q of the squared residual, from the eigenvalues outside the normal space (Jackson and Mudholkar, 1979).</summary>
    internal static double Limit(ReadOnlySpan<double> values, double alpha)
    {
        var (one, two, three) = (0.0, 0.0, 0.0); // φ₁, φ₂, φ₃
        foreach (var value in values)
        {
            one += value;
            two += value * value;
            three += value * value * value;
        }

        if (two == 0)
        {
            // Nothing lies outside: any residual beyond rounding is new.
            return 1e-6;
        }

        var h = 1 - (2 * one * three / (3 * two * two));
        var c = Normal.InvCDF(0, 1, 1 - alpha);
        return one * Math.Pow((c * Math.Sqrt(2 * two * h * h) / one) + 1 + (two * h * (h - 1) / (one * one)), 1 / h);
    }
}
