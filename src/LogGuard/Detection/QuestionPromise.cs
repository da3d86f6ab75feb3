using LogGuard.Primitives;

namespace LogGuard.Detection;

/// <summary>The share of sessions that the learnt ones allow a question to report.</summary>
/// <param name="Question">The question's name.</param>
/// <param name="Expected">The expected share, 0..1; NaN if nothing is promised.</param>
/// <param name="Bound">The largest share that keeps the promise, 0..1: the upper bound of <paramref name="Expected"/>, but not less than the target.</param>
internal readonly record struct QuestionPromise(string Question, double Expected, double Bound)
{
    /// <summary>Whether anything is promised.</summary>
    public bool IsMade => !double.IsNaN(Bound);

    /// <summary>The promises of a model's questions, in their order.</summary>
    public static QuestionPromise[] Of(SessionModel model, double target) =>
    [
        .. model.Questions.Select(question => question.ExpectedAlarmRate is not { } expected
            ? new QuestionPromise(question.Name, double.NaN, double.NaN)
            : new QuestionPromise(
                question.Name, expected,
                Math.Max(target, BinomialInterval.Of(Math.Min(1, expected) * model.SessionCount, model.SessionCount, DetectorCalibration.Confidence).High))),
    ];
}
