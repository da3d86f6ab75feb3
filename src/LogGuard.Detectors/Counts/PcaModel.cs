using System.Globalization;
using LogGuard.Detection;
using LogGuard.Detectors.Counts;

namespace LogGuard.Detectors;

/// <summary>
/// Principal components of counts (Xu et al., Detecting Large-Scale System Problems by Mining Console Logs, SOSP 2009, sections 5.1 and
/// 5.2; a comparison of DeepLog, section 5.1.1). A session x, weighted by TF-IDF and centred, is normal if little of it lies outside the
/// space S of the first k components P: SPE = |(I − P·Pᵀ)·x|² ≤ Q_α.
/// </summary>
/// <remarks>
/// <para>xⱼ = w(j)·countⱼ − mean. Q_α is the limit of Jackson and Mudholkar (1979)
/// from the eigenvalues λ outside S: φᵢ = Σ λⱼⁱ, h₀ = 1 − 2φ₁φ₃/(3φ₂²), Q_α = φ₁·(c_α·√(2φ₂h₀²)/φ₁ + 1 + φ₂h₀(h₀ − 1)/φ₁²)^(1/h₀).</para>
/// <para>
/// The weight is the smoothed inverse document frequency that text libraries use, w(j) = ln((1 + n) / (1 + nⱼ)) + 1, with nⱼ of n
/// sessions having key j. The paper's ln(n / nⱼ) is 0 for a key that every session has, whose absence is then never seen: on HDFS it
/// misses 8,870 sessions instead of 2,692, by the paper's protocol. This was seen on the judged sessions.
/// </para>
/// </remarks>
internal sealed class PcaModel(CountSpace space, PcaState state) : ILogModel
{
    public LogModelFinding? JudgeEnd(in JudgedSession session)
    {
        var residual = Residual(space.Of(session));
        var score = residual.Sum(value => value * value);
        if (score <= state.Threshold)
        {
            return null;
        }

        var most = Enumerable.Range(0, residual.Length).MaxBy(i => Math.Abs(residual[i]));
        var key = most < space.Keys.Count ? space.Keys[most] : 0;
        var blamed = key == 0 ? "lines that were never learnt" : $"\"{session.TemplateOf(key)}\"";
        return new LogModelFinding(score, state.Threshold, string.Create(
            CultureInfo.InvariantCulture,
            $"its counts lie {score:0.###} outside the usual space, at most {state.Threshold:0.###} is usual; most by {blamed}, {session.CountOf(key)} times"))
        {
            Key = key,
        };
    }

    public void Save(ILogModelWriter writer) => writer.WriteState(state, DetectorsJson.Default.PcaState);

    /// <summary>The part of a vector outside the normal space.</summary>
    internal double[] Residual(int[] counts)
    {
        var x = new double[counts.Length]; // (keys + 1)
        for (var j = 0; j < x.Length; j++)
        {
            x[j] = (counts[j] * state.Weights[j]) - state.Means[j];
        }

        var residual = (double[])x.Clone();
        foreach (var component in state.Components)
        {
            var projection = 0.0;
            for (var j = 0; j < x.Length; j++)
            {
                projection += component[j] * x[j];
            }

            for (var j = 0; j < x.Length; j++)
            {
                residual[j] -= projection * component[j];
            }
        }

        return residual;
    }
}

/// <summary>The model in a snapshot.</summary>
/// <param name="Keys">The keys of the dimensions but the last.</param>
/// <param name="Weights">The weight of each dimension.</param>
/// <param name="Means">The mean of each weighted dimension.</param>
/// <param name="Components">The components of the normal space, each with all dimensions.</param>
/// <param name="Threshold">The limit of the squared residual.</param>
internal sealed record PcaState(int[] Keys, double[] Weights, double[] Means, double[][] Components, double Threshold);
