using System.Text;
using System.Text.Json;
using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Learning.Training;
using LogGuard.Models.Rates;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Parsing;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// A snapshot as the files of one folder: <c>manifest.json</c>, with the checksums of the other files, and its own checksum as
/// <c>manifest.sha256</c>; while collecting, the sessions as <c>sessions.bin</c> and those without a known end as
/// <c>beginnings.bin</c>; recent sessions as <c>recent.bin</c>, those with labels as
/// <c>normal.bin</c> and <c>anomalous.bin</c>, some of them with their times as <c>timed.bin</c>, and the latest
/// values of each key as <c>series.bin</c>; the rates of the keys as <c>rates.json</c>; mined templates as <c>miner.json</c>;
/// workflows (<see cref="WorkflowsFormat"/>); and the files of each question.
/// </summary>
internal static class SnapshotFormat
{
    public const string ManifestName = "manifest.json";
    public const string ChecksumName = "manifest.sha256";
    private const string SessionsName = "sessions.bin";
    private const string BeginningsName = "beginnings.bin";
    private const string MinerName = "miner.json";
    private const string RecentName = "recent.bin";
    private const string NormalName = "normal.bin";
    private const string AnomalousName = "anomalous.bin";
    private const string TimedName = "timed.bin";
    private const string RatesName = "rates.json";

    // A vocabulary of a million templates with 200 characters each. Checked before memory is taken.
    internal const long ManifestLimit = 256L << 20;
    private const int ChecksumLimit = 1024;

    /// <summary>Names of the files that do not belong to a question.</summary>
    public static IReadOnlyList<string> OwnFiles { get; } =
        [SessionsName, BeginningsName, MinerName, RecentName, NormalName, AnomalousName, TimedName, SeriesFormat.SeriesName, SeriesFormat.TextsName, RatesName, WorkflowsFormat.CurrentName, WorkflowsFormat.TrainedName];

    /// <summary>Writes a snapshot into an empty folder and flushes it to the disk.</summary>
    public static void Write(string folder, Snapshot snapshot, DateTimeOffset now)
    {
        var files = new List<ManifestFile>();
        var questions = WriteQuestions(folder, snapshot.Model, files);
        files.AddRange(WriteSamples(folder, snapshot));
        files.AddRange(SeriesFormat.Write(folder, snapshot.Series));
        files.AddRange(WorkflowsFormat.Write(folder, snapshot.Model));
        var manifest = new Manifest
        {
            Format = Manifest.CurrentFormat,
            Saved = now,
            State = snapshot.Model is null ? DetectorState.Collecting : DetectorState.Detecting,
            Detector = snapshot.Detector,
            Templates = snapshot.Templates,
            LeastSeverity = snapshot.LeastSeverity,
            Files = [.. files],
            Model = snapshot.Model is not { } model ? null : new ManifestModel
            {
                Keys = model.Symbols.Keys.ToArray(),
                SessionCount = model.SessionCount,
                EventCount = model.EventCount,
                Questions = questions,
                LearntLessons = AnomalyPattern.TextsOf(model.LearntLessons),
            },
            KeyChanges = snapshot.KeyChanges.IsEmpty ? null : snapshot.KeyChanges,
            NormalPatterns = AnomalyPattern.TextsOf(snapshot.NormalPatterns),
            Lessons = AnswersFormat.Lessons(snapshot.NormalPatterns),
            AnomalousPatterns = AnomalyPattern.TextsOf(snapshot.AnomalousPatterns),
            StandingPatterns = AnswersFormat.Standing(snapshot.StandingPatterns),
            AnswerLevels = snapshot.AnswerLevels.Count == 0 ? null : [.. snapshot.AnswerLevels],
            Quarantine = snapshot.Quarantine,
            Renamed = snapshot.Renamed.Count == 0 ? null : [.. snapshot.Renamed],
            SeenKeys = snapshot.SeenKeys.Count == 0 ? null : [.. snapshot.SeenKeys],
            LongestStep = snapshot.LongestStep == 0 ? null : snapshot.LongestStep,
            UsualEnds = snapshot.Habits.Ends is { Length: > 0 } ends ? ends : null,
            UsualErrors = snapshot.Habits.Errors is { Length: > 0 } errors ? errors : null,
            LearntChanges = snapshot.LearntChanges.Count == 0 ? null : [.. snapshot.LearntChanges],
            TakenBackChanges = AnomalyPattern.TextsOf(snapshot.TakenBack),
            TrainedAt = snapshot.TrainedAt == 0 ? null : snapshot.TrainedAt,
            Trained = snapshot.Trained,
            MinedTemplates = snapshot.MinedKeys?.Templates,
            MinedTemplateKeys = snapshot.MinedKeys?.Keys,
            ExactTemplateCount = snapshot.MinedKeys?.ExactCount,
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest);
        SnapshotFiles.Write(folder, ManifestName, stream => stream.Write(bytes));
        SnapshotFiles.Write(folder, ChecksumName, stream => stream.Write(Encoding.ASCII.GetBytes(SnapshotFiles.Checksum(bytes))));
    }

    /// <summary>Reads a snapshot of this format or the first one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="engine">Makes the networks that the weights are loaded into.</param>
    /// <param name="sources">The questions to read; null for those of the built-in detector that the snapshot is for.</param>
    /// <exception cref="InvalidDataException">The snapshot is incomplete or altered, or contradicts itself.</exception>
    /// <exception cref="NewerFormatException">A newer version wrote it.</exception>
    public static Snapshot Read(string folder, INeuralEngine engine, IReadOnlyList<IQuestionSource>? sources = null)
    {
        try
        {
            return ReadParts(folder, engine, sources);
        }
        catch (Exception exception) when (exception is not (
            InvalidDataException or NewerFormatException or IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            // A part is absent or of another type, which no check of its own names.
            throw new InvalidDataException($"it contradicts itself ({exception.GetType().Name}: {exception.Message})", exception);
        }
    }

    private static Snapshot ReadParts(string folder, INeuralEngine engine, IReadOnlyList<IQuestionSource>? sources)
    {
        var manifest = ReadManifest(folder);
        ManifestCheck.Check(manifest);
        var files = manifest.Files.ToDictionary(file => file.Name, file => SnapshotFiles.ReadChecked(folder, file));
        var keyCount = manifest.Templates.Length;
        var corpus = manifest.State == DetectorState.Collecting ? CorpusFile.Read(Need(files, SessionsName), keyCount) : null;
        var model = manifest.Model is null ? null : ReadModel(manifest, files, engine, sources ?? QuestionSources.Ready(manifest.Detector));
        Require(model is not null || corpus is not null, "it holds neither a model nor sessions");
        IReadOnlyList<KeptFacts>? recentFacts = null;
        var recent = files.TryGetValue(RecentName, out var bytes) ? CorpusFile.Read(bytes, keyCount, out recentFacts) : null;
        return new Snapshot(manifest.Detector, manifest.Templates, manifest.LeastSeverity, model, corpus)
        {
            KeyChanges = manifest.KeyChanges ?? VocabularyChanges.None,
            NormalPatterns = AnswersFormat.ReadNormal(manifest),
            AnomalousPatterns = AnomalyPattern.ParseAll(manifest.AnomalousPatterns, keyCount),
            StandingPatterns = AnswersFormat.ReadStanding(manifest),
            AnswerLevels = manifest.AnswerLevels ?? [],
            Beginnings = files.TryGetValue(BeginningsName, out var beginnings) ? CorpusFile.Read(beginnings, keyCount) : null,
            SeenKeys = manifest.SeenKeys ?? [],
            LongestStep = Math.Max(manifest.LongestStep ?? 0, 0),
            Recent = recent,
            RecentFacts = recentFacts,
            LabelledNormal = files.TryGetValue(NormalName, out var normal) ? CorpusFile.Read(normal, keyCount) : null,
            LabelledAnomalous = files.TryGetValue(AnomalousName, out var anomalous) ? CorpusFile.Read(anomalous, keyCount) : null,
            Habits = new SessionHabits(manifest.UsualEnds ?? [], manifest.UsualErrors ?? []),
            LearntChanges = manifest.LearntChanges ?? [],
            TakenBack = AnomalyPattern.ParseAll(manifest.TakenBackChanges, keyCount),
            Timed = files.TryGetValue(TimedName, out var timed) ? SampleFile.ReadSessions(timed, keyCount) : null,
            Series = SeriesFormat.Read(files, keyCount),
            Rates = files.TryGetValue(RatesName, out var rates) ? ReadRates(rates, keyCount) : null,
            TrainedAt = manifest.TrainedAt ?? 0,

            // Earlier versions did not save it; the time of the save after the training is close to it.
            Trained = manifest.Trained ?? (model is null ? null : manifest.Saved),
            Quarantine = manifest.Quarantine,
            Renamed = manifest.Renamed ?? [],
            MinedKeys = manifest is { MinedTemplates: { } templates, MinedTemplateKeys: { } keys }
                ? new MinedKeysState(Need(files, MinerName), templates, keys, manifest.ExactTemplateCount ?? 0)
                : null,
        };
    }

    private static Dictionary<string, ManifestQuestion>? WriteQuestions(string folder, SessionModel? model, List<ManifestFile> files)
    {
        if (model is null)
        {
            return null;
        }

        var parts = new Dictionary<string, ManifestQuestion>();
        foreach (var question in model.Questions)
        {
            var writer = new QuestionPartWriter(folder, files);
            question.Save(writer);
            parts.Add(question.Name, writer.Part);
        }

        return parts;
    }

    private static IEnumerable<ManifestFile> WriteSamples(string folder, Snapshot snapshot)
    {
        if (snapshot.Recent is { } recent)
        {
            yield return SnapshotFiles.Write(folder, RecentName, stream => CorpusFile.Write(stream, recent, snapshot.RecentFacts));
        }

        if (snapshot.LabelledNormal is { } normal)
        {
            yield return SnapshotFiles.Write(folder, NormalName, stream => CorpusFile.Write(stream, normal));
        }

        if (snapshot.LabelledAnomalous is { } anomalous)
        {
            yield return SnapshotFiles.Write(folder, AnomalousName, stream => CorpusFile.Write(stream, anomalous));
        }

        if (snapshot.Timed is { Count: > 0 } timed)
        {
            yield return SnapshotFiles.Write(folder, TimedName, stream => SampleFile.Write(stream, timed));
        }

        if (snapshot.Rates is { } rates)
        {
            yield return SnapshotFiles.Write(folder, RatesName, stream => JsonSerializer.Serialize(stream, rates, RateJson.Default.RateState));
        }

        if (snapshot.Corpus is { } corpus)
        {
            yield return SnapshotFiles.Write(folder, SessionsName, stream => CorpusFile.Write(stream, corpus));
        }

        if (snapshot.Beginnings is { } beginnings)
        {
            yield return SnapshotFiles.Write(folder, BeginningsName, stream => CorpusFile.Write(stream, beginnings));
        }

        if (snapshot.MinedKeys is { } minedKeys)
        {
            yield return SnapshotFiles.Write(folder, MinerName, stream => stream.Write(minedKeys.Miner));
        }
    }

    private static Manifest ReadManifest(string folder)
    {
        var bytes = SnapshotFiles.Read(folder, ManifestName, ManifestLimit);
        var checksum = Encoding.ASCII.GetString(SnapshotFiles.Read(folder, ChecksumName, ChecksumLimit)).Trim();
        Require(checksum == SnapshotFiles.Checksum(bytes), $"{ManifestName} does not match its checksum");
        try
        {
            // This version may be unable to read a newer format, so the number is checked first.
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.GetProperty(nameof(Manifest.Format)).GetInt32() is > Manifest.CurrentFormat and var format)
            {
                throw new NewerFormatException($"it has format {format}, and this version reads up to {Manifest.CurrentFormat}");
            }

            // Never null, since the document is an object with a format.
            return JsonSerializer.Deserialize(bytes, ManifestJson.Default.Manifest)!;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{ManifestName} is no manifest: {exception.Message}", exception);
        }
    }

    private static SessionModel ReadModel(
        Manifest manifest, IReadOnlyDictionary<string, byte[]> files, INeuralEngine engine, IReadOnlyList<IQuestionSource> sources)
    {
        var saved = manifest.Format == Manifest.FirstFormat ? FirstFormat.Upgrade(manifest.Model!) : manifest.Model!;
        Require(saved.Questions is not null, "it has no questions");
        var symbols = new SymbolMap(saved.Keys);
        symbols.See(manifest.SeenKeys ?? []);
        var questions = new List<IQuestion>();
        foreach (var source in sources)
        {
            if (saved.Questions.TryGetValue(source.Name, out var part))
            {
                questions.Add(source.Read(new QuestionPartReader(part, files)
                {
                    Symbols = symbols,
                    SessionCount = saved.SessionCount,
                    EventCount = saved.EventCount,
                    KeyCount = manifest.Templates.Length,
                    Engine = engine,
                }));
            }
        }

        var model = new SessionModel(symbols, saved.SessionCount, saved.EventCount, questions);
        WorkflowsFormat.Restore(model, manifest, files);
        return model;
    }

    public static RateState ReadRates(byte[] bytes, int keyCount)
    {
        try
        {
            var rates = JsonSerializer.Deserialize(bytes, RateJson.Default.RateState);
            Require(rates is not null, $"{RatesName} is empty");
            rates.Check(keyCount);
            return rates;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{RatesName} is malformed: {exception.Message}", exception);
        }
    }

    private static byte[] Need(Dictionary<string, byte[]> files, string name) =>
        files.TryGetValue(name, out var bytes) ? bytes : throw new InvalidDataException($"{name} is not among its files");
}
