using System.Diagnostics;
using LogGuard.Alerts;
using LogGuard.Benchmarks.Emit;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Models.NextKey;
using LogGuard.Neural;
using LogGuard.Parsing;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard.Benchmarks.Pipeline;

/// <summary>
/// Runs the reader on real HDFS sessions, a thousand at a time, on the calling thread: from the queue through sessions and
/// models to verdicts.
/// </summary>
internal sealed class ReaderLoad : IDisposable
{
    private const int Concurrency = 1000;
    private const int BatchSize = 512;

    private readonly AnomalyDispatcher _dispatcher;
    private readonly EventQueue _queue;
    private readonly EventProcessor _processor;
    private readonly LogRecord[] _batch = new LogRecord[BatchSize];
    private LogRecord[] _records = [];
    private long _shift;

    /// <param name="model">The trained model.</param>
    /// <param name="verdictCacheLimit">The limit of the verdict cache; null for the default.</param>
    /// <param name="withAlerts">Whether anomalies become alerts, as in a detector.</param>
    public ReaderLoad(SessionModel model, int? verdictCacheLimit, bool withAlerts = true)
    {
        var options = new AnomalyDetectorOptions();
        options.Session.IdleTimeout = TimeSpan.FromMinutes(1);
        options.Session.OpenLimit = 200_000;
        options = options.Freeze();

        var nextKey = model.Find<NextKeyQuestion>()!;
        var judge = new NextKeyJudge(nextKey.Model, nextKey.KeyJudge.Rule, verdictCacheLimit ?? NextKeyJudge.CacheLimit, nextKey.KeyJudge.Evidence);
        model = model.With(nextKey, new NextKeyQuestion(judge));
        var vocabulary = new LogKeyVocabulary(100);
        var diagnostics = new DiagnosticLog(null, options.TimeProvider);
        _dispatcher = new AnomalyDispatcher(options.PendingAnomalyLimit, diagnostics);
        _queue = new EventQueue(options.Queue);
        var snapshot = new Snapshot(DetectorKind.Default, vocabulary.ToArray(), LogSeverity.Information, model, null);
        var feedback = new FeedbackMarks(vocabulary, diagnostics);
        var fingerprints = new FingerprintMaker(() => []);
        var policy = new AlertPolicy(options.Alerts, new SuppressionList(null), fingerprints, _dispatcher.Post, feedback.IsNormal);
        _processor = new EventProcessor(new EventProcessorParts
        {
            Options = options,
            Queue = _queue,
            Vocabulary = vocabulary,
            Trainer = new DetectorTrainer(options, new ManagedEngine()),
            Snapshot = snapshot,
            Dispatcher = _dispatcher,
            Feedback = feedback,
            MinedKeys = new MinedKeys(vocabulary, options.Mining),
            Diagnostics = diagnostics,
            Alerts = withAlerts ? new AlertService(options.Alerts, policy, fingerprints, new SessionScoreTable(10_000), null, diagnostics) : null,
        });
    }

    /// <summary>Events processed in one call of <see cref="Judge"/>.</summary>
    public int EventCount => _records.Length;

    /// <summary>Anomalies raised so far.</summary>
    public long AnomalyCount => _processor.Counters.Anomalies;

    /// <summary>Trains the default detector on the HDFS training sessions, in fewer steps than usual, which does not affect its speed.</summary>
    public static SessionModel Train()
    {
        var options = new AnomalyDetectorOptions();
        options.Model.TrainingSteps = 300;
        var corpus = new SessionCorpus();
        foreach (var keys in ReplayLog.Training)
        {
            corpus.Add(new LogKeySequence(keys));
        }

        return new DetectorTrainer(options.Freeze(), new ManagedEngine()).Train(corpus);
    }

    /// <summary>Creates the interleaved events of some test sessions.</summary>
    public void Prepare(IEnumerable<int[]> sessions)
    {
        var random = new Random(1);
        var records = new List<LogRecord>();
        var open = new List<(int[] Keys, int Position, SessionId Id)>();
        var number = 0;
        var time = new DateTime(2008, 11, 9, 0, 0, 0, DateTimeKind.Utc).Ticks;
        using var next = sessions.GetEnumerator();
        while (true)
        {
            while (open.Count < Concurrency && next.MoveNext())
            {
                open.Add((next.Current, 0, SessionId.From($"blk_{-1608999687919862906 + 7919L * number++}")));
            }

            if (open.Count == 0)
            {
                break;
            }

            var slot = random.Next(open.Count);
            var (keys, position, id) = open[slot];
            time += TimeSpan.TicksPerMillisecond;
            records.Add(new LogRecord(keys[position], LogSeverity.Information, 0, id, time, null, null));
            open[slot] = (keys, position + 1, id);
            if (position + 1 == keys.Length)
            {
                open[slot] = open[^1];
                open.RemoveAt(open.Count - 1);
            }
        }

        _records = [.. records];
    }

    /// <summary>Processor time of the last <see cref="Judge"/>, which excludes other work on the machine.</summary>
    public double ProcessorSeconds { get; private set; }

    /// <summary>Processes all events.</summary>
    /// <returns>Seconds of the reader's work, without filling the queue.</returns>
    public double Judge()
    {
        long ticks = 0;
        long processor = 0;
        for (var start = 0; start < _records.Length; start += BatchSize)
        {
            var count = Math.Min(BatchSize, _records.Length - start);
            foreach (ref readonly var record in _records.AsSpan(start, count))
            {
                // Timestamps continue after the last round, because time that runs backwards would end every session at once.
                _queue.Add(record with { Timestamp = record.Timestamp + _shift });
            }

            var before = Stopwatch.GetTimestamp();
            var processorBefore = ThreadClock.Nanoseconds;
            var taken = 0;
            while (_queue.TryRead(out _batch[taken]) && ++taken < count)
            {
            }

            _processor.LookAhead(_batch.AsSpan(0, taken));
            foreach (ref readonly var record in _batch.AsSpan(0, taken))
            {
                _processor.Process(record);
                _processor.CountSessions();
            }

            processor += ThreadClock.Nanoseconds - processorBefore;
            ticks += Stopwatch.GetTimestamp() - before;
        }

        _shift += _records.Length * TimeSpan.TicksPerMillisecond;
        var closing = Stopwatch.GetTimestamp();
        var closingProcessor = ThreadClock.Nanoseconds;
        _processor.EndAll();
        ProcessorSeconds = (processor + ThreadClock.Nanoseconds - closingProcessor) / 1e9;
        return (ticks + Stopwatch.GetTimestamp() - closing) / (double)Stopwatch.Frequency;
    }

    public void Dispose()
    {
        _queue.Close();
        _dispatcher.Close(TimeSpan.FromSeconds(1));
    }
}
