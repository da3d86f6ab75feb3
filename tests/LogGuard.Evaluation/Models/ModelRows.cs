using LogGuard.Detectors;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>All rows of the table; a new model is added here.</summary>
internal static class ModelRows
{
    private const string Unlabelled = "fitted on the very sessions that it judges";

    private const string Repeated = "sessions that are equal to learnt ones are judged, as nearly all are";

    public static readonly IReadOnlyList<ModelRow> All =
    [
        new("PCA", "paper", "FP 277, FN 5,400 (F1 .801)", Unlabelled, ModelTasks.HdfsItself, () => new PcaTrainer()),
        new("PCA", "honest", "", "", ModelTasks.HdfsNormal, () => new PcaTrainer()),
        new("Invariants", "paper", "FP 2,122, FN 1,217 (F1 .903)", Unlabelled, ModelTasks.HdfsItself, () => new InvariantTrainer()),
        new("Invariants", "honest", "", "", ModelTasks.HdfsNormal, () => new InvariantTrainer()),
        new("TF-IDF + LSTM", "honest", "", "", ModelTasks.HdfsLabelled, () => new TfIdfLstmTrainer()),
        new("Supervised LSTM", "paper", "accuracy 99.04 %", Repeated, ModelTasks.HdfsThreeQuarters, () => new SupervisedLstmTrainer()),
        new("Supervised LSTM", "honest", "", "", ModelTasks.HdfsLabelled, () => new SupervisedLstmTrainer()),
    ];
}
