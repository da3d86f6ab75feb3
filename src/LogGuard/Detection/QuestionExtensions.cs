namespace LogGuard.Detection;

/// <summary>Adds questions to a detector.</summary>
internal static class QuestionExtensions
{
    /// <summary>Has the detector ask one more question, behind its own. Once for each name.</summary>
    public static AnomalyDetectorOptions AddQuestion(this AnomalyDetectorOptions options, IQuestionSource source)
    {
        options.AddedQuestions.Add(source);
        return options;
    }
}
