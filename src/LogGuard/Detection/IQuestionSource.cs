namespace LogGuard.Detection;

/// <summary>
/// Trains one kind of question, or reads it from a snapshot. A detector is made from an ordered list of sources.
/// Stateless, so that one object serves all detectors.
/// </summary>
internal interface IQuestionSource : IQuestionExtension
{
    /// <summary>The <see cref="IQuestion.Name"/> of the questions that it makes.</summary>
    string Name { get; }

    /// <summary>Number of latest keys that a session must keep for its questions; 0 if the settings tell.</summary>
    int WindowSize => 0;

    /// <summary>Trains the question; runs on the training thread.</summary>
    /// <returns>Null if the data are not enough to train it; the question is then not asked.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    IQuestion? Train(TrainingData data);

    /// <summary>
    /// Returns the question to ask after a retraining, whose recent data may cover less than those of the first training. By
    /// default, the new question replaces the earlier one.
    /// </summary>
    /// <param name="trained">The newly trained question; null if the data were not enough.</param>
    /// <param name="earlier">The question in use until now; null if there was none.</param>
    /// <param name="data">The data of the new training.</param>
    IQuestion? Merge(IQuestion? trained, IQuestion? earlier, TrainingData data) => trained;

    /// <summary>Reads the part of a snapshot that <see cref="IQuestion.Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The part contradicts itself.</exception>
    IQuestion Read(IQuestionReader reader);
}
