using LogGuard.Detection;
using LogGuard.Models.Values;
using LogGuard.Sequences;

namespace LogGuard.Learning.Training;

internal sealed partial class DetectorTrainer
{
    /// <summary>Trains on all sessions of a corpus, which must not be empty, and on the values that their events had.</summary>
    /// <param name="corpus">The sessions; only read.</param>
    /// <param name="values">The values; only read. Null where they are not judged.</param>
    /// <param name="progress">Told the share done, 0..1.</param>
    /// <param name="cancellation">Ends the training early.</param>
    public SessionModel Train(
        SessionCorpus corpus, IReadOnlyList<ParameterValueSeries>? values, Action<double>? progress, CancellationToken cancellation)
    {
        var model = WithParametersOf(corpus).Train(corpus, progress, cancellation);
        if (values is not null)
        {
            var trainer = new ValueModelSetTrainer(engine, new ParameterValueTrainingOptions
            {
                Confidence = options.Values.Confidence,
                Seed = options.Seed,
            });
            // A key of which only broken sessions told is none that was learnt.
            model.Values = trainer.Train([.. values.Where(series => model.Symbols.Knows(series.Key))], progress: null, cancellation);
        }

        return model;
    }
}
