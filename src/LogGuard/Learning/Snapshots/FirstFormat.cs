using System.Text.Json;
using LogGuard.Detection.Questions;

namespace LogGuard.Learning.Snapshots;

/// <summary>Reads format 1, in which the model is one object, and converts it to the parts of its questions.</summary>
internal static class FirstFormat
{
    /// <summary>The files of questions in format 1.</summary>
    public static IReadOnlyList<string> QuestionFiles { get; } =
        [NextKeyFormat.WeightsName, NextKeyFormat.RehearsalName, NextKeyFormat.TrainedName, ValuesQuestion.WeightsName];

    /// <summary>The model with a part for each question.</summary>
    public static ManifestModel Upgrade(ManifestModel model)
    {
        var questions = new Dictionary<string, ManifestQuestion>();
        if (model.AsksForNewKeys == true)
        {
            questions.Add(NewKeyQuestion.QuestionName, new ManifestQuestion(null, null));
        }

        if (model.NextKey is { } nextKey)
        {
            var state = nextKey with { LearntSteps = model.LearntSteps };
            questions.Add(NextKeyQuestion.QuestionName, Part(JsonSerializer.SerializeToElement(state, QuestionJson.Default.NextKeyState)));
        }

        if (model.Counts is { } counts)
        {
            questions.Add(CountsQuestion.QuestionName, Part(JsonSerializer.SerializeToElement(counts, QuestionJson.Default.CountsState)));
        }

        if (model.Values is { } values)
        {
            questions.Add(ValuesQuestion.QuestionName, Part(JsonSerializer.SerializeToElement(values, QuestionJson.Default.ValuesState)));
        }

        return model with { Questions = questions };
    }

    private static ManifestQuestion Part(JsonElement state) => new(state, [.. QuestionFiles]);
}
