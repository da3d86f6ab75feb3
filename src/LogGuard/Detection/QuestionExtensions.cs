namespace LogGuard.Detection;

/// <summary>Adds questions to a detector.</summary>
internal static class QuestionExtensions
{
    /// <summary>Adds a question, which the detector asks after its own. Each name may be added once.</summary>
    public static AnomalyDetectorOptions AddQuestion(this AnomalyDetectorOptions options, IQuestionSource source)
    {
        options.AddedQuestions.Add(source);
        return options;
    }
}
