using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Detectors;

/// <summary>Collects the faults of one options record, in the words of the detector's own options.</summary>
/// <param name="owner">The name of the record.</param>
internal sealed class OptionFaults(string owner)
{
    private readonly List<string> _faults = [];

    /// <summary>Throws the faults of all records of a trainer as one exception.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are faults.</exception>
    public static void ThrowIfAny(params ReadOnlySpan<OptionFaults> records)
    {
        var faulty = records.ToArray().Where(record => record._faults.Count > 0).ToArray();
        if (faulty.Length > 0)
        {
            throw new ArgumentOutOfRangeException(paramName: null, string.Join(' ', faulty.AsEnumerable()));
        }
    }

    public OptionFaults Require(bool isMet, object? value, string allowed, [CallerArgumentExpression(nameof(value))] string setting = "")
    {
        if (!isMet)
        {
            _faults.Add($"{setting} is {Text(value)}; it must be {allowed}.");
        }

        return this;
    }

    // A null is an optional setting that is not given.
    public OptionFaults RequireRange(int? value, int least, int most, [CallerArgumentExpression(nameof(value))] string setting = "") =>
        Require(value is null || (value >= least && value <= most), value, $"between {Text(least)} and {Text(most)}", setting);

    // Comparisons with NaN are false, so that it is never allowed.
    public OptionFaults RequireShare<T>(T value, [CallerArgumentExpression(nameof(value))] string setting = "")
        where T : IFloatingPoint<T> =>
        Require(value > T.Zero && value < T.One, value, "between 0 and 1, both excluded", setting);

    public OptionFaults RequireThreshold(float? threshold) => threshold is { } value ? RequireShare(value, "Threshold") : this;

    public OptionFaults RequireDropout(float dropout) => Require(dropout is >= 0 and < 1, dropout, "between 0 and 1, 1 excluded", "Dropout");

    public OptionFaults RequirePositive(float value, [CallerArgumentExpression(nameof(value))] string setting = "") =>
        Require(value > 0 && float.IsFinite(value), value, "above 0, and finite", setting);

    public OptionFaults RequireObject(object? value, [CallerArgumentExpression(nameof(value))] string setting = "") =>
        Require(value is not null, value, "set", setting);

    /// <summary>The settings that every training of a network has.</summary>
    public OptionFaults RequireTraining(float learningRate, int batchSize, int epochs) =>
        RequirePositive(learningRate, "LearningRate").RequireRange(batchSize, 1, 65_536, "BatchSize").RequireRange(epochs, 1, 10_000, "Epochs");

    public override string ToString() => $"{owner}: {string.Join(' ', _faults)}";

    private static string Text(object? value) => value switch
    {
        null => "null",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
