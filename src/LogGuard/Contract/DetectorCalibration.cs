namespace LogGuard;

/// <summary>
/// The promise that the learnt sessions allow: how many normal sessions a detector is expected to report. See
/// <see cref="AnomalyDetector.Calibration"/>.
/// </summary>
/// <remarks>
/// Each question was asked of every learnt session with what the others taught. Of n sessions none of which would be
/// reported, the share that a log reports is below 3 in n in 95 of 100 cases, and nothing smaller can be promised. The bound
/// supposes that the log goes on as it was while learning.
/// </remarks>
public sealed record DetectorCalibration
{
    internal const double Confidence = 0.95;

    /// <summary>The target share of normal sessions that are reported, 0..1; see <see cref="ModelOptions.TargetAlarmRate"/>.</summary>
    public required double Target { get; init; }

    /// <summary>The expected share, 0..1: the sum of those of <see cref="Questions"/>.</summary>
    public required double Expected { get; init; }

    /// <summary>Lower end of the exact 95 % interval of the share (Clopper and Pearson, 1934), 0..1.</summary>
    public required double Lowest { get; init; }

    /// <summary>Upper end of the exact 95 % interval of the share (Clopper and Pearson, 1934), 0..1.</summary>
    public required double Highest { get; init; }

    /// <summary>Number of learnt sessions that this rests on.</summary>
    public required int SessionCount { get; init; }

    /// <summary>The questions with an estimate, in the order in which they are asked.</summary>
    public required IReadOnlyList<QuestionCalibration> Questions { get; init; }

    /// <summary>The promise in one sentence.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Wording.Number(SessionCount)} sessions learnt: expect {1000 * Lowest:0.#} to {1000 * Highest:0.#} false alarms in 1,000 sessions");
}

/// <summary>The part of one question in <see cref="DetectorCalibration.Expected"/>.</summary>
/// <param name="Question">The question, as in <see cref="Anomaly.Question"/>.</param>
/// <param name="Expected">The share of normal sessions that it is expected to report, 0..1.</param>
public sealed record QuestionCalibration(string Question, double Expected);
