using System.Text;
using LogGuard.Detection;
using LogGuard.Learning.Training;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>Detectors trained on <see cref="OrderLog"/> with small networks.</summary>
internal static class Trained
{
    /// <summary>Enough to tell right from wrong in a log this small.</summary>
    public static AnomalyDetectorOptions Options(DetectorKind kind) => new()
    {
        Detector = kind,
        Model = { WindowSize = 4, HiddenSize = 16, LayerCount = 1, TrainingSteps = 200 },
    };

    /// <summary>What was learnt from 300 normal sessions. Confined to one thread, so each test makes its own.</summary>
    public static SessionModel Make(DetectorKind kind) =>
        new DetectorTrainer(Options(kind), new ManagedEngine(threadCount: 1)).Train(OrderLog.Normal(300));

    /// <summary>All that a model says of a session, to the last bit.</summary>
    public static string Judge(SessionModel model, int[] keys)
    {
        var session = new Session(model.WindowSize);
        session.Open(default, collects: false);
        var text = new StringBuilder();
        foreach (var key in keys)
        {
            if (model.IsAnomalous(session, key, out var verdict))
            {
                Append(text, verdict);
            }

            if (model.Keys is { } judge && (judge.Model.KnowsBoundaries || session.Length >= model.WindowSize))
            {
                var judgement = judge.Judge(session.Window, key);
                text.Append(judgement.Rank).Append(':').Append(BitConverter.SingleToInt32Bits(judgement.Probability)).Append(' ');
                foreach (var (expected, probability) in judge.Expect(session.Window, 3))
                {
                    text.Append(expected).Append('~').Append(BitConverter.SingleToInt32Bits(probability)).Append(' ');
                }
            }

            session.Append(key);
        }

        if (model.IsEndAnomalous(session, out var end))
        {
            Append(text.Append("end "), end);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Verdict verdict)
    {
        text.Append(verdict.Kind).Append(' ').Append(BitConverter.DoubleToInt64Bits(verdict.Surprise)).Append(' ');
        if (verdict.Violation is { } violation)
        {
            text.Append(violation.Constraint.Key).Append('-').Append(violation.Constraint.Partner).Append('=').Append(violation.Value)
                .Append(" not ").AppendJoin(',', violation.Constraint.Allowed).Append(' ');
        }
    }
}
