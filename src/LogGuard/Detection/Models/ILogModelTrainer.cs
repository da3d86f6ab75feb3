namespace LogGuard.Detection;

/// <summary>
/// Trains a model of one's own, or loads it from a snapshot. A detector uses it after
/// <see cref="AnomalyDetectorOptionsExtensions.UseDetector(AnomalyDetectorOptions, ILogModelTrainer, bool)"/>.
/// </summary>
/// <remarks>Stateless apart from its settings, so that one object serves several detectors. Called on a thread of low priority.</remarks>
public interface ILogModelTrainer
{
    /// <summary>
    /// The model's name in anomalies, snapshots, answers and measurements: a letter, then letters and digits, 64 characters at most.
    /// It never changes.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Number of latest keys of a session that the model reads, 1..1,024. The default is <c>1</c>. Each open session keeps that many.
    /// </summary>
    int WindowSize => 1;

    /// <summary>Trains the model.</summary>
    /// <returns>
    /// Null if the data are not enough; the detector says so with what <see cref="LogModelData.Tell"/> received, and does without it.
    /// </returns>
    /// <exception cref="OperationCanceledException"><see cref="LogModelData.Cancellation"/> was cancelled.</exception>
    ILogModel? Train(LogModelData data);

    /// <summary>Loads what <see cref="ILogModel.Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The snapshot contradicts itself; the detector then goes on without the saved model.</exception>
    ILogModel Load(ILogModelReader reader);
}
