namespace LogGuard.Detection;

/// <summary>
/// Makes one kind of question: trains it, or reads it from a snapshot. A detector is made from an ordered list of these.
/// Stateless, so that one object serves all detectors.
/// </summary>
internal interface IQuestionSource : IQuestionExtension
{
    /// <summary>The <see cref="IQuestion.Name"/> of the questions that it makes.</summary>
    string Name { get; }

    /// <summary>Trains the question; runs on the training thread.</summary>
    /// <returns>Null where the data teach it nothing: it is not asked then.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    IQuestion? Train(TrainingData data);

    /// <summary>
    /// Decides what is asked after a retraining, where recent data may tell less than the first training did. By default the
    /// new question takes the place of the earlier one.
    /// </summary>
    /// <param name="trained">The question of the new training; null where it was taught nothing.</param>
    /// <param name="earlier">The question in use until now; null where there was none.</param>
    /// <param name="data">The data of the new training.</param>
    IQuestion? Merge(IQuestion? trained, IQuestion? earlier, TrainingData data) => trained;

    /// <summary>Reads the part of a snapshot that <see cref="IQuestion.Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The part contradicts itself.</exception>
    IQuestion Read(IQuestionReader reader);
}
