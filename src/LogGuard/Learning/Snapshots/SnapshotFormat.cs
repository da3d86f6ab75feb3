using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Parsing;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// A snapshot as the files of one folder: <c>manifest.json</c> with its own checksum beside it and those of the other
/// files within; the network's weights as <c>network.safetensors</c>, those of the values' networks as
/// <c>values.safetensors</c>; while collecting, the sessions as <c>sessions.bin</c>.
/// Workflows, where any were found, are <c>workflows.json</c>; where they learnt from answers, as training mined them
/// <c>trained-workflows.json</c>.
/// </summary>
internal static partial class SnapshotFormat
{
    public const string ManifestName = "manifest.json";
    public const string ChecksumName = "manifest.sha256";
    private const string WeightsName = "network.safetensors";
    private const string SessionsName = "sessions.bin";
    private const string MinerName = "miner.json";
    private const string ValuesName = "values.safetensors";

    // A vocabulary at its limit, with every template at its longest, fits in many times over.
    private const long ManifestLimit = 4L << 30;

    /// <summary>Writes a snapshot into an empty folder and makes sure that it is on the disk.</summary>
    public static void Write(string folder, Snapshot snapshot, DateTimeOffset now)
    {
        var files = new List<ManifestFile>();
        if (snapshot.Model?.Keys?.Model is LogKeyModel lstm)
        {
            files.Add(WriteFile(folder, WeightsName, stream => Safetensors.Write(stream, lstm.Network.Weights, null)));
        }

        if (snapshot.Model?.Values is { } values)
        {
            files.Add(WriteFile(folder, ValuesName, stream => Safetensors.Write(stream, ValueModelFormat.Weights(values), null)));
        }

        files.AddRange(WriteUpdateBasis(folder, snapshot));
        if (snapshot.Corpus is not null)
        {
            files.Add(WriteFile(folder, SessionsName, stream => CorpusFile.Write(stream, snapshot.Corpus)));
        }

        if (snapshot.MinedKeys is { } minedKeys)
        {
            files.Add(WriteFile(folder, MinerName, stream => stream.Write(minedKeys.Miner)));
        }

        files.AddRange(WriteWorkflows(folder, snapshot.Model));
        var manifest = new Manifest
        {
            Format = Manifest.CurrentFormat,
            Saved = now,
            State = snapshot.Model is null ? DetectorState.Collecting : DetectorState.Detecting,
            Detector = snapshot.Detector,
            Templates = snapshot.Templates,
            LeastSeverity = snapshot.LeastSeverity,
            Files = [.. files],
            Model = snapshot.Model is null ? null : Describe(snapshot.Model),
            KeyChanges = snapshot.KeyChanges.IsEmpty ? null : snapshot.KeyChanges,
            NormalPatterns = Texts(snapshot.NormalPatterns),
            Lessons = DescribeLessons(snapshot.NormalPatterns),
            AnomalousPatterns = Texts(snapshot.AnomalousPatterns),
            StandingPatterns = Describe(snapshot.StandingPatterns),
            Quarantine = snapshot.Quarantine,
            TrainedAt = snapshot.TrainedAt == 0 ? null : snapshot.TrainedAt,
            Trained = snapshot.Trained,
            MinedTemplates = snapshot.MinedKeys?.Templates,
            MinedTemplateKeys = snapshot.MinedKeys?.Keys,
            ExactTemplateCount = snapshot.MinedKeys?.ExactCount,
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest);
        WriteFile(folder, ManifestName, stream => stream.Write(bytes));
        WriteFile(folder, ChecksumName, stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(Checksum(bytes))));
    }

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InvalidDataException">Something is missing, cut short, altered or contradicts itself.</exception>
    /// <exception cref="NewerFormatException">A newer version wrote it.</exception>
    public static Snapshot Read(string folder, INeuralEngine engine)
    {
        var bytes = ReadFile(folder, ManifestName, ManifestLimit);
        var checksum = System.Text.Encoding.ASCII.GetString(ReadFile(folder, ChecksumName, 1024)).Trim();
        if (checksum != Checksum(bytes))
        {
            throw new InvalidDataException($"{ManifestName} does not match its checksum");
        }

        Manifest manifest;
        try
        {
            // A newer format may hold what this version cannot read, so its number is looked at first.
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.GetProperty(nameof(Manifest.Format)).GetInt32() is > Manifest.CurrentFormat and var format)
            {
                throw new NewerFormatException($"it has format {format}, and this version reads up to {Manifest.CurrentFormat}");
            }

            // Never null: what has a format is an object.
            manifest = JsonSerializer.Deserialize(bytes, ManifestJson.Default.Manifest)!;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{ManifestName} is no manifest: {exception.Message}", exception);
        }

        Check(manifest);
        var files = manifest.Files.ToDictionary(file => file.Name, file => ReadChecked(folder, file));
        var corpus = manifest.State == DetectorState.Collecting
            ? CorpusFile.Read(Need(files, SessionsName), manifest.Templates.Length)
            : null;
        var model = manifest.Model is null ? null : Restore(manifest.Model, files, engine);
        RestoreWorkflows(model, manifest, files);
        RestoreUpdateBasis(model, manifest, files, engine);
        if (model is null && corpus is null)
        {
            throw new InvalidDataException("it holds neither a model nor sessions");
        }

        return new Snapshot(manifest.Detector, manifest.Templates, manifest.LeastSeverity, model, corpus)
        {
            KeyChanges = manifest.KeyChanges ?? VocabularyChanges.None,
            NormalPatterns = WithLessons(Patterns(manifest.NormalPatterns, manifest), manifest),
            AnomalousPatterns = Patterns(manifest.AnomalousPatterns, manifest),
            StandingPatterns = Standing(manifest),
            Recent = files.TryGetValue(RecentName, out var recent) ? CorpusFile.Read(recent, manifest.Templates.Length) : null,
            Timed = files.TryGetValue(TimedName, out var timed) ? SampleFile.ReadSessions(timed, manifest.Templates.Length) : null,
            Series = files.TryGetValue(SeriesName, out var series) ? SampleFile.ReadSeries(series, manifest.Templates.Length) : null,
            TrainedAt = manifest.TrainedAt ?? 0,

            // Before that was noted, the save that followed the training is the best that is known.
            Trained = manifest.Trained ?? (model is null ? null : manifest.Saved),
            Quarantine = manifest.Quarantine,
            MinedKeys = manifest is { MinedTemplates: { } templates, MinedTemplateKeys: { } keys }
                ? new SavedMinedKeys(Need(files, MinerName), templates, keys, manifest.ExactTemplateCount ?? 0)
                : null,
        };
    }

    /// <summary>
    /// Whether a snapshot is of a format that this version knows, for the same detector, and in the same state: only
    /// such a one is superseded by a later one. A model is never superseded by sessions that are being collected.
    /// </summary>
    public static bool IsLike(string folder, DetectorKind detector, bool isTrained)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadFile(folder, ManifestName, ManifestLimit));
            var state = isTrained ? DetectorState.Detecting : DetectorState.Collecting;
            return document.RootElement.GetProperty(nameof(Manifest.Format)).GetInt32() <= Manifest.CurrentFormat
                && document.RootElement.GetProperty(nameof(Manifest.Detector)).GetString() == detector.ToString()
                && document.RootElement.GetProperty(nameof(Manifest.State)).GetString() == state.ToString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A checksum tells what was altered, not what never fitted together; the models believe what they are given.
    private static void Check(Manifest manifest)
    {
        Require(manifest.Format == Manifest.CurrentFormat, $"its format is {manifest.Format}");
        Require(!manifest.Templates.Contains(null!), "one of its templates is null");

        Require(manifest.KeyChanges?.Fits(manifest.Templates.Length) != false, "its renamed and merged keys are not those of its templates");

        Require(manifest.Quarantine?.Keys.All(key => key is { Key: > 0 } && key.Key <= manifest.Templates.Length) != false, "its watched templates are not among its templates");

        // Files of a snapshot only: a manifest must not lead out of its folder.
        var names = manifest.Files.Select(file => file?.Name).ToArray();
        Require(names.All(name => name is WeightsName or SessionsName or MinerName or ValuesName or WorkflowsName or TrainedWorkflowsName or TrainedName or RehearsalName or RecentName or TimedName or SeriesName) && names.Distinct().Count() == names.Length, "its list of files is wrong");

        if (manifest.Model is { } model)
        {
            Require(model.SessionCount >= 0 && model.EventCount >= 0, "its counts are negative");
            Require(IsAscending(model.Keys) && model.Keys.All(key => key > 0 && key <= manifest.Templates.Length), "its keys are not those of its templates");
            var constraints = model.Counts?.Constraints ?? [];
            Require(constraints.All(IsConstraint), "one of its constraints is none");
            Require(constraints.DistinctBy(constraint => (constraint.Key, constraint.Partner)).Count() == constraints.Length, "its constraints repeat themselves");
        }
    }

    private static bool IsConstraint(CountConstraint? constraint) =>
        constraint is { Allowed.Length: > 0, SessionCounts: not null } && constraint.Allowed.Length == constraint.SessionCounts.Length && IsAscending(constraint.Allowed);

    private static bool IsAscending(int[] values) => values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);

    private static void Require([DoesNotReturnIf(false)] bool isMet, string fault)
    {
        if (!isMet)
        {
            throw new InvalidDataException(fault);
        }
    }

    // None are left out, so that a snapshot of a detector that nobody answers looks as it did before there was feedback.
    private static string[]? Texts(IReadOnlyList<AnomalyPattern> patterns) =>
        patterns.Count == 0 ? null : [.. patterns.Select(pattern => pattern.ToString())];

    private static List<AnomalyPattern> Patterns(string[]? texts, Manifest manifest)
    {
        var patterns = new List<AnomalyPattern>();
        foreach (var text in texts ?? [])
        {
            Require(AnomalyPattern.TryParse(text, manifest.Templates.Length, out var pattern), "one of its marked patterns is none");
            patterns.Add(pattern);
        }

        return patterns;
    }

    private static ManifestModel Describe(SessionModel model) => new()
    {
        Keys = model.Symbols.Keys.ToArray(),
        SessionCount = model.SessionCount,
        EventCount = model.EventCount,
        AsksForNewKeys = model.AsksForNewKeys,
        NextKey = model.Keys is null ? null : Describe(model.Keys),
        LearntSteps = Texts(model.LearntSteps),
        LearntLessons = Texts(model.LearntLessons),

        // As training taught them: the marked ones are learnt again from the marks.
        Counts = model.TrainedCounts is not { } counts ? null : new ManifestCountModel
        {
            ValueLimit = counts.ValueLimit,
            SessionCount = counts.SessionCount,
            Constraints = counts.Constraints,
            LargestCounts = counts.LargestCounts,
        },
        Values = model.Values is null ? null : ValueModelFormat.Describe(model.Values),
    };

    private static ManifestNextKeyModel Describe(NextKeyJudge judge)
    {
        var common = new ManifestNextKeyModel
        {
            WindowSize = judge.Model.WindowSize,
            KnowsBoundaries = judge.Model.KnowsBoundaries,
            TopG = judge.Rule.TopG,
            ProbabilityFloor = judge.Rule.ProbabilityFloor,
            Evidence = judge.Evidence is not { } evidence ? null : new ManifestStepEvidence(evidence.Lasts, evidence.Nexts, evidence.Counts),
        };
        return judge.Model switch
        {
            LogKeyModel lstm => common with
            {
                HiddenSize = lstm.Network.Description.HiddenSize,
                LayerCount = lstm.Network.Description.LayerCount,
            },
            NGramModel ngram => common with
            {
                Windows = ngram.Windows.Windows,
                Targets = ngram.Windows.Targets,
                Weights = ngram.Windows.Weights,
            },
            _ => throw new InvalidOperationException($"A {judge.Model.GetType().Name} has no form on disk."),
        };
    }

    private static SessionModel Restore(ManifestModel saved, Dictionary<string, byte[]> files, INeuralEngine engine)
    {
        var symbols = new SymbolMap(saved.Keys);
        var keys = saved.NextKey is null ? null : Restore(saved.NextKey, symbols, files, engine);
        var counts = saved.Counts is null ? null : new CountModel(
            saved.Counts.ValueLimit, saved.Counts.SessionCount, saved.Counts.Constraints, saved.Counts.LargestCounts);
        return new SessionModel(symbols, saved.SessionCount, saved.EventCount, saved.AsksForNewKeys, keys, counts)
        {
            Values = saved.Values is null ? null : ValueModelFormat.Restore(saved.Values, symbols, Need(files, ValuesName), engine),
        };
    }

    private static NextKeyJudge Restore(
        ManifestNextKeyModel saved, SymbolMap symbols, Dictionary<string, byte[]> files, INeuralEngine engine)
    {
        if (saved.WindowSize is < 1 or > 1024)
        {
            throw new InvalidDataException($"its window size is {saved.WindowSize}");
        }

        NextKeyModel model;
        if (saved.Windows is not null)
        {
            var (windows, targets, weights) = (saved.Windows, saved.Targets ?? [], saved.Weights ?? []);
            if (targets.Length != weights.Length || windows.Length != targets.Length * saved.WindowSize
                || targets.Any(target => (uint)target >= (uint)symbols.OutputCount))
            {
                throw new InvalidDataException("its N-gram windows do not fit together");
            }

            model = new NGramModel(symbols, new WindowSet(saved.WindowSize, windows, targets, weights), saved.KnowsBoundaries);
        }
        else
        {
            if (saved.HiddenSize is not (>= 1 and <= 1024) || saved.LayerCount is not (>= 1 and <= 4))
            {
                throw new InvalidDataException("its network has no size");
            }

            var network = engine.Create(LogKeyModel.Describe(symbols, saved.HiddenSize.Value, saved.LayerCount.Value), seed: 0);
            network.LoadWeights(Safetensors.Read(new MemoryStream(Need(files, WeightsName), writable: false)).Tensors);
            model = new LogKeyModel(network, symbols, saved.WindowSize, saved.KnowsBoundaries);
        }

        var evidence = saved.Evidence is null ? null : Restore(saved.Evidence, symbols);
        return new NextKeyJudge(model, new ExpectationRule(saved.TopG, saved.ProbabilityFloor), evidence: evidence);
    }

    private static StepEvidence Restore(ManifestStepEvidence saved, SymbolMap symbols)
    {
        // Whatever is declared: a parameter that a file leaves out is null.
        var (lasts, nexts, counts) = ((int[]?)saved.Lasts, (int[]?)saved.Nexts, (float[]?)saved.Counts);
        Require(
            lasts is not null && nexts is not null && counts is not null && lasts.Length == nexts.Length && lasts.Length == counts.Length
            && lasts.All(last => (uint)last < (uint)symbols.InputCount)
            && nexts.All(next => (uint)next < (uint)symbols.OutputCount)
            && counts.All(count => count > 0 && float.IsFinite(count)),
            "the steps that it learnt from do not fit together");
        return new StepEvidence(symbols, lasts!, nexts!, counts!);
    }

    private static byte[] Need(Dictionary<string, byte[]> files, string name) =>
        files.TryGetValue(name, out var bytes) ? bytes : throw new InvalidDataException($"{name} is not among its files");

    private static ManifestFile WriteFile(string folder, string name, Action<Stream> write)
    {
        using var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite);
        write(stream);
        stream.Flush(flushToDisk: true);
        stream.Position = 0;
        return new ManifestFile(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static byte[] ReadChecked(string folder, ManifestFile file)
    {
        var bytes = ReadFile(folder, file.Name, file.Length);
        return bytes.LongLength == file.Length && Checksum(bytes) == file.Sha256
            ? bytes
            : throw new InvalidDataException($"{file.Name} does not match its checksum");
    }

    private static byte[] ReadFile(string folder, string name, long limit)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!file.Exists)
        {
            throw new InvalidDataException($"{name} is missing");
        }

        // Looked at before memory is taken.
        return file.Length <= Math.Min(limit, Array.MaxLength)
            ? File.ReadAllBytes(file.FullName)
            : throw new InvalidDataException($"{name} has {file.Length} bytes, and at most {limit} are expected");
    }

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
