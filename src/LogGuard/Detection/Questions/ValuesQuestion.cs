using System.Text.Json;
using LogGuard.Models.Values;
using LogGuard.Neural;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Detection.Questions;

/// <summary>
/// Asks whether the numbers in a line, the texts that are one of few, and the time since the session's previous line, are usual for the line's template
/// (Du et al., DeepLog, CCS 2017, section 3.2).
/// </summary>
/// <param name="models">The models of all templates that have one.</param>
internal sealed class ValuesQuestion(ValueModelSet models) : IRunningQuestion
{
    public const string QuestionName = "Values";

    internal const string WeightsName = "values.safetensors";

    public string Name => QuestionName;

    /// <summary>The models of all templates that have one.</summary>
    public ValueModelSet Models { get; } = models;

    // The vector always enters the history of the template's model. It is only reported if nothing else is wrong with the
    // event.
    public void Judge(ref EventJudgement judgement)
    {
        if (judgement.Values is not { } values || Models.For(judgement.Key) is not { } model)
        {
            return;
        }

        var vector = values.Begin(model);
        vector[0] = judgement.ElapsedSeconds;
        if (model.JudgesParameters)
        {
            judgement.Session.MissesValues |= !values.Read(judgement.Record, model.ParameterNames, vector[1..^model.TextNames.Length]);
        }
        else
        {
            vector[1..].Fill(double.NaN);
        }

        if (model.JudgesTexts)
        {
            judgement.Session.MissesValues |= !values.ReadTexts(judgement.Record, model.TextNames, vector[^model.TextNames.Length..]);
        }
        else
        {
            vector[^model.TextNames.Length..].Fill(double.NaN);
        }

        if (values.IsCold)
        {
            model.LeaveOutDurations(vector);
        }

        // Between lines without a session lies the application's silence, and no step.
        var time = judgement.Session.Id.IsStream ? 0 : judgement.Record.Timestamp;
        var occasion = values.OccasionOf(judgement.Record);
        var isUnusual = model.IsUnusual(vector, out var result, time, occasion);
        if (judgement.IsAnomalous || (!isUnusual && !IsMarkedAnomalous(judgement, model, vector, occasion, out result)))
        {
            return;
        }

        var isExact = result.Feature.Kind != ValueFeatureKind.Measured;
        var place = PlaceOf(result.Feature, model);
        var pattern = AnomalyPattern.OfValue(
            stackalloc int[4], judgement.Key, place, result.Value, isExact, result.Value < result.Low);
        if (judgement.Marks?.IsNormal(pattern) == true)
        {
            return;
        }

        if (result.Feature.IsText)
        {
            result = result with { Text = EventValues.TextOf(judgement.Record, result.Feature.Name) };
        }

        model.DrawIn(vector);
        model.Tell(place, result.Value, occasion);
        if (result.RecentLines > 0)
        {
            vector[0] = Math.Min(vector[0], result.High);
        }

        judgement.Raise(new Verdict(AnomalyKind.UnusualValue, result.Surprise, result)
        {
            Question = this,
            Pattern = new AnomalyPattern(pattern),
            IsLate = result.Feature.IsElapsedTime && result.Value > result.High,

            // Missing steps at the session's end have another cause.
            ExplainsSession = false,
        });
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        // An end has no values.
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context)
    {
        var result = (ValueJudgement)verdict.Detail!;
        var feature = result.Feature;
        return new Explanation(ReasonOf(result), [])
        {
            Lesson = new ValueLesson(feature.Name, result.Value),
            Value = new UnusualValue
            {
                Name = feature.Name,
                Value = result.Value,
                Text = result.Text,
                Low = double.IsFinite(result.Low) ? result.Low : null,
                High = double.IsFinite(result.High) ? result.High : null,
                Known = result.Known ?? feature.KnownValues,
                Confidence = result.RecentLines > 0 ? 1 - SlowRun.Rate : feature.Confidence,
            },
        };
    }

    public void Learn(IReadOnlyList<AnomalyPattern> normal) => Models.Learn(
        normal.Where(pattern => pattern is { IsOfValue: true, Lesson.Value: not null })
            .Select(pattern => (pattern.Key, pattern.Feature, pattern.Lesson!.Value!.Name, pattern.Lesson.Value.Value)));

    public long ChangeCount => Models.ChangeCount;

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases)
    {
        // A merged key has values of two templates, which no model was trained on.
    }

    public void Save(IQuestionWriter writer)
    {
        writer.WriteState(ValueModelFormat.Describe(Models), QuestionJson.Default.ValuesState);
        writer.WriteFile(WeightsName, stream => Safetensors.Write(stream, ValueModelFormat.Weights(Models), null));
    }

    /// <summary>Reads the part that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The part contradicts itself.</exception>
    public static ValuesQuestion Read(IQuestionReader reader) => new(ValueModelFormat.Restore(
        reader.ReadState(QuestionJson.Default.ValuesState), reader.Symbols, reader.ReadFile(WeightsName), reader.Engine));

    public void SaveRunning(BinaryWriter writer)
    {
        var models = Models.Models.Where(model => model.HasHistory).ToArray();
        writer.Write7BitEncodedInt(models.Length);
        foreach (var model in models)
        {
            writer.Write7BitEncodedInt(model.Key);
            model.SaveHistory(writer);
        }

        // Earlier versions stop here. Models that have not changed are as in the snapshot.
        var changed = Models.Models.Where(model => model.ChangeCount > 0).ToArray();
        writer.Write7BitEncodedInt(changed.Length);
        foreach (var model in changed)
        {
            var state = JsonSerializer.SerializeToUtf8Bytes(model.WatchStates, QuestionJson.Default.ValueWatchStateArray);
            writer.Write7BitEncodedInt(model.Key);
            writer.Write7BitEncodedInt(state.Length);
            writer.Write(state);
        }
    }

    public void RestoreRunning(BinaryReader reader)
    {
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
        {
            var key = reader.Read7BitEncodedInt();
            var model = Models.For(key);
            Require(model is { HasHistory: true }, $"key {key} has no model of values");
            model.RestoreHistory(reader);
        }

        if (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            RestoreWatches(reader);
        }
    }

    public string Describe() => Models.Describe();

    private void RestoreWatches(BinaryReader reader)
    {
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
        {
            var key = reader.Read7BitEncodedInt();
            var length = reader.Read7BitEncodedInt();
            Require(length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position, "its changed values are cut short");
            try
            {
                var states = JsonSerializer.Deserialize(reader.ReadBytes(length), QuestionJson.Default.ValueWatchStateArray);
                var model = Models.For(key);
                Require(model is not null && states is not null, $"key {key} has no model of values");
                model.RestoreWatches(states);
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"the changed values of key {key} are malformed", exception);
            }
        }
    }

    // A change that was answered as an anomaly is told each time, and does not become usual.
    private static bool IsMarkedAnomalous(
        in EventJudgement judgement, ParameterValueModel model, ReadOnlySpan<double> vector, in Occasion occasion, out ValueJudgement result)
    {
        result = default;
        var place = model.SameChange;
        if (place < 0 || judgement.Marks is not { } marks
            || !marks.IsMarkedAnomalous(AnomalyPattern.OfValue(stackalloc int[4], judgement.Key, place, vector[place], isExact: true)))
        {
            return false;
        }

        model.Refuse(place);
        result = model.JudgeChange(place, vector[place], occasion);
        return true;
    }

    private static int PlaceOf(ValueFeature feature, ParameterValueModel model)
    {
        for (var i = 0; i < model.Features.Count; i++)
        {
            if (ReferenceEquals(model.Features[i], feature))
            {
                return i;
            }
        }

        return -1;
    }

    // The known texts are not kept.
    private static string ReasonOfText(in ValueJudgement judgement)
    {
        var feature = judgement.Feature;
        var value = judgement.Text is { } text ? Wording.Quote(text) : "a text never seen";
        var count = (judgement.Known ?? feature.KnownValues).Length;
        var known = count == 1 ? "another text" : $"one of {count} other texts";
        return judgement.IsFirstChange
            ? $"'{feature.Name}' is {value}; it was always {known} until now"
            : $"'{feature.Name}' is {value}; it was {known} in the {Wording.Number(feature.Count)} lines learnt from";
    }

    private static string ReasonOf(in ValueJudgement judgement)
    {
        if (judgement.Feature.IsText)
        {
            return ReasonOfText(judgement);
        }

        var (feature, value) = (judgement.Feature, Wording.Quantity(judgement.Value));
        if (feature.Kind != ValueFeatureKind.Measured)
        {
            var known = (judgement.Known ?? feature.KnownValues).Select(Wording.Quantity).ToArray();
            var list = known.Length == 1 ? known[0] : $"{string.Join(", ", known[..^1])} or {known[^1]}";
            if (judgement.IsFirstChange)
            {
                return $"'{feature.Name}' is {value}; it was always {list} until now";
            }

            return $"'{feature.Name}' is {value}; it was {list} in the {(feature.Count == 1 ? "one line" : $"{Wording.Number(feature.Count)} lines")} learnt from";
        }

        var confidence = FormattableString.Invariant($"{feature.Confidence * 100:0.####} %");
        if (feature.IsElapsedTime)
        {
            return judgement.RecentLines == 0
                ? $"it came {value} s after the previous line; usual is up to {Wording.Quantity(judgement.High)} s ({confidence})"
                : $"it came {value} s after the previous line, and {judgement.RecentSlow} of the last {judgement.RecentLines} such lines were slow; 99 of 100 come within {Wording.Quantity(judgement.High)} s";
        }

        var range = double.IsFinite(judgement.Low)
            ? $"{Wording.Quantity(judgement.Low)} to {Wording.Quantity(judgement.High)}"
            : $"up to {Wording.Quantity(judgement.High)}";
        return $"'{feature.Name}' is {value}; usual is {range} ({confidence})";
    }
}
