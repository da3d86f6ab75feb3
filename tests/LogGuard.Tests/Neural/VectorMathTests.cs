using System.Numerics;
using LogGuard.Neural;

namespace LogGuard.Tests.Neural;

public class VectorMathTests
{
    private const double RelativeTolerance = 1e-6;

    private delegate Vector<float> Function(Vector<float> x);

    [Fact]
    public void ExpIsExactToAMillionth() => Check(VectorMath.Exp, Math.Exp, -87, 88);

    [Fact]
    public void SigmoidIsExactToAMillionth() => Check(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -87, 87);

    [Fact]
    public void SigmoidDenominatorIsExactToAMillionth() =>
        Check(x => VectorMath.SigmoidDenominator(new NativeLanes(x)).Value, x => 1 + Math.Exp(-x), -25, 25);

    [Fact]
    public void TanhIsExactToAMillionth()
    {
        Check(VectorMath.Tanh, Math.Tanh, -20, 20);
        Check(VectorMath.Tanh, Math.Tanh, -1e-3, 1e-3);
    }

    [Fact]
    public void FarOutValuesStayFinite()
    {
        foreach (float x in (float[])[-1e30f, 1e30f, float.MinValue, float.MaxValue])
        {
            Assert.InRange(VectorMath.Exp(Vector.Create(x))[0], 0, float.MaxValue);
            Assert.InRange(VectorMath.Sigmoid(Vector.Create(x))[0], 0, 1);
            Assert.InRange(VectorMath.Tanh(Vector.Create(x))[0], -1, 1);
        }
    }

    private static void Check(Function function, Func<double, double> exact, double from, double to)
    {
        int count = Vector.IsHardwareAccelerated ? 200_000 : 20_000;
        for (int step = 0; step <= count; step++)
        {
            float x = (float)(from + (to - from) * step / count);
            double expected = exact(x);
            float actual = function(Vector.Create(x))[0];
            Assert.True(Math.Abs(actual - expected) <= RelativeTolerance * Math.Abs(expected), $"at {x:R}: {actual:R}, not {expected:R}");
        }
    }
}
