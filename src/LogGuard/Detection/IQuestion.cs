namespace LogGuard.Detection;

/// <summary>
/// One thing that a detector asks about each event and each session's end, with what training taught it: is the key known,
/// was it expected here, do the counts fit, are the values usual. A detector is an ordered list of questions.
/// </summary>
/// <remarks>
/// Confined to the thread that judges, once it is in use. Judging allocates nothing where nothing is wrong. At most one
/// question raises something about an event: a question that finds the judgement settled stays silent.
/// </remarks>
internal interface IQuestion
{
    /// <summary>
    /// Its name in snapshots, answers and measurements: a letter, then letters and digits, 64 characters at most. Never changes.
    /// </summary>
    string Name { get; }

    /// <summary>Number of previous keys that it needs a session to keep; 0 where it needs none.</summary>
    int WindowSize => 0;

    /// <summary>Judges an event before it is added to its session.</summary>
    void Judge(ref EventJudgement judgement);

    /// <summary>Judges the end of a session that is whole and in which nothing was reported.</summary>
    void JudgeEnd(ref EndJudgement judgement);

    /// <summary>Puts a verdict that it raised into words.</summary>
    Explanation Explain(in Verdict verdict, ExplanationContext context);

    /// <summary>
    /// Learns from answers at once. Called with all patterns that are marked normal now, whenever they change: it begins with
    /// what training taught, and skips patterns of other questions.
    /// </summary>
    void Learn(IReadOnlyList<AnomalyPattern> normal);

    /// <summary>Takes note that learnt keys were merged into others.</summary>
    /// <param name="aliases">For each learnt key that was merged, the key that it was merged into.</param>
    void MergeKeys(IReadOnlyDictionary<int, int> aliases);

    /// <summary>Writes its part of a snapshot, which <see cref="IQuestionSource.Read"/> reads.</summary>
    void Save(IQuestionWriter writer);

    /// <summary>A sentence that the detector tells once when it begins to detect; null for none.</summary>
    string? Describe() => null;
}
