namespace LogGuard.Detection;

/// <summary>
/// One check of each event and each session's end, with its trained model: is the key known, was it expected here, do the
/// counts fit, are the values usual. A detector is an ordered list of questions.
/// </summary>
/// <remarks>
/// Confined to the thread that judges, once it is in use. Judging allocates nothing if nothing is wrong. At most one
/// question raises an anomaly about an event. A question about sequence or counts stays silent once the judgement is settled, and
/// every question once an anomaly was raised.
/// </remarks>
internal interface IQuestion
{
    /// <summary>
    /// The name in snapshots, answers and measurements: a letter, then letters and digits, 64 characters at most. Never changes.
    /// </summary>
    string Name { get; }

    /// <summary>Number of previous keys that a session must keep for the question; 0 if it needs none.</summary>
    int WindowSize => 0;

    /// <summary>Judges an event before it is added to its session.</summary>
    void Judge(ref EventJudgement judgement);

    /// <summary>Judges the end of a complete session in which nothing was reported.</summary>
    void JudgeEnd(ref EndJudgement judgement);

    /// <summary>Explains a verdict that the question raised.</summary>
    Explanation Explain(Verdict verdict, ExplanationContext context);

    /// <summary>
    /// Learns from answers immediately. Called with all patterns that are marked normal now, whenever they change. The question
    /// starts again from its trained state, and skips patterns of other questions.
    /// </summary>
    void Learn(IReadOnlyList<AnomalyPattern> normal);

    /// <summary>Increases when judging has changed the question's own model, so that the snapshot is saved.</summary>
    long ChangeCount => 0;

    /// <summary>Replaces learnt keys that were merged into others.</summary>
    /// <param name="aliases">For each learnt key that was merged, the key that it was merged into.</param>
    void MergeKeys(IReadOnlyDictionary<int, int> aliases);

    /// <summary>Writes the question's part of a snapshot, which <see cref="IQuestionSource.Read"/> reads.</summary>
    void Save(IQuestionWriter writer);

    /// <summary>The share of normal sessions that the question is expected to report, 0..1, by the learnt sessions; null if that is not known.</summary>
    double? ExpectedAlarmRate => null;

    /// <summary>A message that the detector reports once when it begins to detect; null for none.</summary>
    string? Describe() => null;
}
