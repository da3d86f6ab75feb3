namespace LogGuard;

/// <summary>
/// How many sessions a detector did report, to compare with <see cref="DetectorCalibration"/>. See
/// <see cref="AnomalyDetector.MeasuredAlarmRate"/>.
/// </summary>
/// <remarks>
/// It counts the sessions that ended completely and under the model in use: at least the last 24 blocks, each of at least 500 sessions
/// and two hours by the events' timestamps. Earlier ones are forgotten. All reports count, whether something was wrong or not.
/// </remarks>
public sealed record MeasuredAlarmRate
{
    /// <summary>Number of sessions, 0 or more.</summary>
    public required int SessionCount { get; init; }

    /// <summary>Number of these in which anything was reported.</summary>
    public required int ReportedCount { get; init; }

    /// <summary>The questions of the model, in the order in which they are asked.</summary>
    public required IReadOnlyList<MeasuredQuestion> Questions { get; init; }

    /// <summary>The share of sessions that were reported, 0..1; 0 without sessions.</summary>
    public double Share => SessionCount == 0 ? 0 : (double)ReportedCount / SessionCount;

    /// <summary>The measurement in one sentence.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Wording.Count(ReportedCount, "session")} of {Wording.Number(SessionCount)} reported, {1000 * Share:0.#} in 1,000");
}

/// <summary>The part of one question in <see cref="MeasuredAlarmRate"/>. A session that several questions report counts for each.</summary>
/// <param name="Question">The question, as in <see cref="Anomaly.Question"/>.</param>
/// <param name="ReportedCount">Number of sessions that it reported.</param>
/// <param name="Share">The share of sessions that it reported, 0..1; 0 without sessions.</param>
/// <param name="Promised">
/// The largest share that the learnt sessions allow it, 0..1: the upper 95 % bound of its <see cref="QuestionCalibration.Expected"/>, or
/// <see cref="ModelOptions.TargetAlarmRate"/> if that is larger. Null if nothing is promised for it.
/// </param>
public sealed record MeasuredQuestion(string Question, int ReportedCount, double Share, double? Promised);
