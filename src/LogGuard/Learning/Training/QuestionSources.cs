using LogGuard.Detection;

namespace LogGuard.Learning.Training;

/// <summary>The built-in detectors, each an ordered list of questions.</summary>
internal static class QuestionSources
{
    private static readonly IQuestionSource[] Default = [new NewKeySource(), new NextKeySource(), new CountsSource(), new ValuesSource()];

    private static readonly IQuestionSource[] NewKey = [new NewKeySource()];

    private static readonly IQuestionSource[] NGram = [new NGramSource()];

    private static readonly IQuestionSource[] DeepLog = [new DeepLogSource()];

    /// <summary>The questions of a detector, followed by those that were added to it.</summary>
    public static IReadOnlyList<IQuestionSource> For(AnomalyDetectorOptions options) =>
        [.. Ready(options.Detector), .. options.AddedQuestions.Cast<IQuestionSource>()];

    /// <summary>The questions of a built-in detector.</summary>
    public static IReadOnlyList<IQuestionSource> Ready(DetectorKind detector) => detector switch
    {
        DetectorKind.NewKey => NewKey,
        DetectorKind.NGram => NGram,
        DetectorKind.DeepLog => DeepLog,
        DetectorKind.Custom => [],
        _ => Default,
    };
}
