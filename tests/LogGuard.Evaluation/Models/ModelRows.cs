using LogGuard.Detection;
using LogGuard.Detectors;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>All rows of the table; a new model is added here.</summary>
internal static class ModelRows
{
    private const string Unlabelled = "fitted on the very sessions that it judges";

    private const string LabelShown = "the autoencoder of a line is chosen by the line's label, also when it is judged; the autoencoders learn from judged lines";

    private const int Window = 10;

    // No session of fewer than eleven lines is normal in HDFS, and more than a third of the anomalous ones are.
    private const string NineNormal =
        "sessions of ten lines or fewer are padded and always reported, which only anomalous ones are; the nine likeliest templates are normal, a number that was chosen on the judged sessions (DeepLog, figure 9)";

    private static readonly NextTemplateOptions AsPorted = new() { WindowSize = Window, TopCount = 9, PredictsEnd = false };

    private const string Repeated = "sessions that are equal to learnt ones are judged, as nearly all are";

    public static readonly IReadOnlyList<ModelRow> All =
    [
        new("PCA", "paper", "FP 277, FN 5,400 (F1 .801)", Unlabelled, HdfsTasks.Itself, () => new PcaTrainer()),
        .. Unsupervised("PCA", () => new PcaTrainer()),
        new("Invariants", "paper", "FP 2,122, FN 1,217 (F1 .903)", Unlabelled, HdfsTasks.Itself, () => new InvariantTrainer()),
        .. Unsupervised("Invariants", () => new InvariantTrainer()),
        .. Supervised("TF-IDF + LSTM", () => new TfIdfLstmTrainer()),
        OfThreeQuarters("TF-IDF + LSTM", () => new TfIdfLstmTrainer()),
        new("Supervised LSTM", "paper", "accuracy 99.04 %", Repeated, HdfsTasks.ThreeQuarters, () => new SupervisedLstmTrainer()),
        .. Supervised("Supervised LSTM", () => new SupervisedLstmTrainer()),
        .. Supervised("Merged LSTM", () => new MergedLstmTrainer(), "TP 1,550, FP 1,080, FN 5,546, TN 9,808 (F1 .32)"),
        .. Supervised("CNN", () => new CnnTrainer(), "F1 .982"),
        OfThreeQuarters("CNN", () => new CnnTrainer()),
        .. WithTexts(Supervised("LogRobust", () => new LogRobustTrainer(), "F1 .980")),
        new("LogAnomaly", "paper", "F1 .877", NineNormal, HdfsTasks.Normal, () => new LogAnomalyTrainer(AsPorted)) { PaddedTo = Window },
        .. WithTexts(Unsupervised("LogAnomaly", () => new LogAnomalyTrainer())),
        new("MSIF-LSTM", "paper", "F1 .882", NineNormal, HdfsTasks.Normal, () => new MsifLstmTrainer(AsPorted)) { PaddedTo = Window },
        .. WithTexts(Unsupervised("MSIF-LSTM", () => new MsifLstmTrainer())),
        new("PLE-GRU", "paper", "F1 .957", "", HdfsTasks.PartlyLabelled, () => new PleGruTrainer()),
        new("LogMS", "paper", "F1 .998", NineNormal, HdfsTasks.PartlyLabelled, () => new LogMsTrainer(AsPorted)) { PaddedTo = Window },
        new("LogMS", "honest", "F1 .998", "", HdfsTasks.PartlyLabelled, () => new LogMsTrainer()),
        .. WithTexts(Supervised("LogMS", () => new LogMsTrainer())),
        .. Auto(LineTasks.BglPaper, LineTasks.BglHonest, 40, "accuracy 99.2 %", "accuracy 99.3 %", "accuracy 99.3 %"),
        .. Auto(LineTasks.OpenStackPaper, LineTasks.OpenStackHonest, 40, "accuracy 99.1 %", "accuracy 99.4 %", "accuracy 98.3 %"),
        .. Auto(LineTasks.ReviewsPaper, LineTasks.ReviewsHonest, 100, "accuracy 97.8 %", "accuracy 98.8 %", "accuracy 98.8 %"),
        .. Unsupervised("ML.NET RandomizedPca", () => new RivalTrainer(RivalKind.RandomizedPca)),
        .. Supervised("ML.NET FastForest", () => new RivalTrainer(RivalKind.FastForest)),
        .. Supervised("ML.NET LightGBM", () => new RivalTrainer(RivalKind.LightGbm)),
        OfThreeQuarters("ML.NET LightGBM", () => new RivalTrainer(RivalKind.LightGbm)),
    ];

    // Every template of HDFS is learnt there; the labelled division has templates in normal sessions that only anomalous ones taught.
    private static ModelRow OfThreeQuarters(string model, Func<ILogModelTrainer> trainer) => new(model, "honest", "", Repeated, HdfsTasks.ThreeQuarters, trainer);

    // A model of meaning cannot be judged fairly there.
    private static IEnumerable<ModelRow> WithTexts(IEnumerable<ModelRow> rows) => rows.Select(row =>
        row.Task == SequenceTasks.OpenStackNormal || row.Task == SequenceTasks.OpenStackLabelled ? row with { Note = "this log's templates are numbers, which have no meaning to be read" } : row);

    private static IEnumerable<ModelRow> Unsupervised(string model, Func<ILogModelTrainer> trainer, string published = "") =>
        Of(model, trainer, published, HdfsTasks.Normal, SequenceTasks.OpenStackNormal, SequenceTasks.TrainTicketNormal, SequenceTasks.BglNormal);

    private static IEnumerable<ModelRow> Supervised(string model, Func<ILogModelTrainer> trainer, string published = "") =>
        Of(model, trainer, published, HdfsTasks.Labelled, SequenceTasks.OpenStackLabelled, SequenceTasks.TrainTicketLabelled, SequenceTasks.BglLabelled);

    // The published figure is of HDFS.
    private static IEnumerable<ModelRow> Of(string model, Func<ILogModelTrainer> trainer, string published, params Func<ModelTask>[] tasks) =>
        tasks.Select((task, i) => new ModelRow(model, "honest", i == 0 ? published : "", "", task, trainer));

    // Without the paper's cross validation in ten parts, which takes an hour for a row and tells about the training only.
    private static IEnumerable<ModelRow> Auto(Func<ModelTask> paper, Func<ModelTask> honest, int words, params string[] published) =>
        Enum.GetValues<AutoKind>().SelectMany(kind => (ModelRow[])
        [
            new($"Auto-{kind.ToString().ToUpperInvariant()}", "paper", published[(int)kind], LabelShown, paper, () => new AutoTrainer(new AutoOptions { Kind = kind, WordCount = words, ClassifierShare = 0.05 }) { ChoosesByLabel = true })
            {
                IsLabelShown = true,
            },
            new($"Auto-{kind.ToString().ToUpperInvariant()}", "honest", "", "", honest, () => new AutoTrainer(new AutoOptions { Kind = kind, WordCount = words })),
        ]);
}
