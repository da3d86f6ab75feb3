using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>Values in words.</summary>
internal sealed partial class AnomalyExplainer
{
    /// <summary>Explains an event one of whose values is unusual, before it is added to its session.</summary>
    public Anomaly ExplainValue(SessionModel model, Session session, in LogRecord record, in ValueJudgement judgement, ReadOnlySpan<int> pattern)
    {
        var feature = judgement.Feature;
        var verdict = new Verdict(AnomalyKind.UnusualValue, judgement.Surprise);
        var workflow = _locator.Locate(model, session, record.Key, record.Timestamp, verdict, isLate: feature.IsElapsedTime && judgement.Value > judgement.High);
        return Make(session, record, session.Length + 1, verdict, new AnomalyPattern(pattern, vocabulary, lesson: Lesson.Of(new ValueLesson(feature.Name, judgement.Value), workflow)), [], null, ValueReason(judgement), workflow) with
        {
            UnusualValue = new UnusualValue
            {
                Name = feature.Name,
                Value = judgement.Value,
                Low = double.IsFinite(judgement.Low) ? judgement.Low : null,
                High = double.IsFinite(judgement.High) ? judgement.High : null,
                Known = feature.KnownValues,
                Confidence = feature.Confidence,
            },
        };
    }

    private static string ValueReason(in ValueJudgement judgement)
    {
        var (feature, value) = (judgement.Feature, Wording.Quantity(judgement.Value));
        if (feature.Kind != ValueFeatureKind.Measured)
        {
            var known = feature.KnownValues.Select(Wording.Quantity).ToArray();
            var list = known.Length == 1 ? known[0] : $"{string.Join(", ", known[..^1])} or {known[^1]}";
            return $"'{feature.Name}' is {value}; it was {list} in the {Wording.Number(feature.Count)} lines learnt from";
        }

        var confidence = FormattableString.Invariant($"{feature.Confidence * 100:0.####} %");
        if (feature.IsElapsedTime)
        {
            return $"it came {value} s after the previous line; usual is up to {Wording.Quantity(judgement.High)} s ({confidence})";
        }

        var range = double.IsFinite(judgement.Low)
            ? $"{Wording.Quantity(judgement.Low)} to {Wording.Quantity(judgement.High)}"
            : $"up to {Wording.Quantity(judgement.High)}";
        return $"'{feature.Name}' is {value}; usual is {range} ({confidence})";
    }
}
