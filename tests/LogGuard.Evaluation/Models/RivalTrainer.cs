using LogGuard.Detection;
using LogGuard.Detectors.Counts;
using LogGuard.Detectors.Labelled;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>
/// A classical rival from ML.NET over the counts of keys in a session, with ML.NET's own settings; only in this table. Those that learn
/// labels report from a probability of 0.5; randomised PCA reports above the score that the target share of the sessions learnt from exceeds.
/// </summary>
internal sealed class RivalTrainer(RivalKind kind) : ILogModelTrainer
{
    public string Name => kind.ToString();

    public ILogModel? Train(LogModelData data)
    {
        var context = new MLContext(data.Seed);
        var rows = kind == RivalKind.RandomizedPca
            ? data.Sessions.Select(session => new LabelledRow(session.Keys.ToArray(), IsAnomalous: false, Count: 1)).ToArray()
            : LabelledRows.Of(data)?.Rows.ToArray();
        if (rows is null)
        {
            return null;
        }

        var space = CountSpace.Of(rows.Select(row => new LogModelSession(row.Keys)));
        RivalRow[] inputs = [.. rows.Select(row => new RivalRow { Features = FeaturesOf(space.Of(row.Keys)), Label = row.IsAnomalous, Weight = (float)Math.Sqrt(row.Count) })];
        var schema = SchemaDefinition.Create(typeof(RivalRow));
        schema[nameof(RivalRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, space.Size);
        var view = context.Data.LoadFromEnumerable(inputs, schema);
        ITransformer transformer = kind switch
        {
            RivalKind.RandomizedPca => context.AnomalyDetection.Trainers.RandomizedPca(nameof(RivalRow.Features), rank: Math.Min(20, space.Size / 2)).Fit(view),
            RivalKind.FastForest => context.BinaryClassification.Trainers.FastForest(nameof(RivalRow.Label), nameof(RivalRow.Features), nameof(RivalRow.Weight)).Fit(view),
            _ => context.BinaryClassification.Trainers.LightGbm(nameof(RivalRow.Label), nameof(RivalRow.Features), nameof(RivalRow.Weight)).Fit(view),
        };
        var engine = context.Model.CreatePredictionEngine<RivalRow, RivalScore>(transformer, inputSchemaDefinition: schema);
        var threshold = 0f;
        if (kind == RivalKind.RandomizedPca)
        {
            float[] scores = [.. inputs.Select(input => engine.Predict(input).Score).Order()];
            threshold = scores[(int)Math.Min(scores.Length - 1, Math.Ceiling(scores.Length * (1 - data.TargetAlarmRate)))];
        }

        return new RivalModel(space, engine, threshold);
    }

    public ILogModel Load(ILogModelReader reader) => throw new NotSupportedException("Rivals are not saved.");

    internal static float[] FeaturesOf(int[] counts) => Array.ConvertAll(counts, count => (float)count);

    private sealed class RivalModel(CountSpace space, PredictionEngine<RivalRow, RivalScore> engine, float threshold) : ILogModel
    {
        public LogModelFinding? JudgeEnd(in JudgedSession session)
        {
            // The score of a classifier is above 0 from a probability of 0.5 on.
            var score = engine.Predict(new RivalRow { Features = FeaturesOf(space.Of(session)) }).Score;
            return score > threshold ? new LogModelFinding(score, threshold, $"its score is {score}") : null;
        }

        public void Save(ILogModelWriter writer)
        {
            // The number of parameters of a rival is not compared.
        }
    }
}

/// <summary>The rivals.</summary>
internal enum RivalKind
{
    /// <summary>Randomised principal component analysis.</summary>
    RandomizedPca,

    /// <summary>A random forest.</summary>
    FastForest,

    /// <summary>Gradient-boosted trees.</summary>
    LightGbm,
}

/// <summary>A session as ML.NET reads it.</summary>
internal sealed class RivalRow
{
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    public float Weight { get; set; } = 1;
}

/// <summary>What ML.NET says of it.</summary>
internal sealed class RivalScore
{
    public float Score { get; set; }
}
