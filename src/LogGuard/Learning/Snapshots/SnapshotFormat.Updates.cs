using System.Text.Json;
using LogGuard.Detection;
using LogGuard.Learning.Collecting;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// What updates and retrainings need, as files beside the others: the rehearsed windows as <c>rehearsal.bin</c>; where the
/// network was updated, the weights that training left as <c>trained.safetensors</c>; recent sessions as <c>recent.bin</c>,
/// some of them with their times as <c>timed.bin</c>, and the latest values of each key as <c>series.bin</c>.
/// </summary>
internal static partial class SnapshotFormat
{
    private const string TrainedName = "trained.safetensors";
    private const string RehearsalName = "rehearsal.bin";
    private const string RecentName = "recent.bin";
    private const string TimedName = "timed.bin";
    private const string SeriesName = "series.bin";

    /// <summary>What a snapshot holds, by its manifest alone; null where that cannot be read.</summary>
    public static SnapshotSummary? Summarise(string folder, int number)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(ReadFile(folder, ManifestName, ManifestLimit), ManifestJson.Default.Manifest);
            return manifest is null ? null : new SnapshotSummary(number, manifest.Saved, manifest.State, manifest.Model?.SessionCount);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<ManifestFile> WriteUpdateBasis(string folder, Snapshot snapshot)
    {
        if (snapshot.Model is { Basis: { } basis, Keys.Model: LogKeyModel } model)
        {
            yield return WriteFile(folder, RehearsalName, stream => Write(stream, basis.Rehearsal));
            if (model.LearntSteps.Count > 0)
            {
                yield return WriteFile(folder, TrainedName, stream => Safetensors.Write(stream, basis.Weights, null));
            }
        }

        if (snapshot.Recent is { } recent)
        {
            yield return WriteFile(folder, RecentName, stream => CorpusFile.Write(stream, recent));
        }

        if (snapshot.Timed is { Count: > 0 } timed)
        {
            yield return WriteFile(folder, TimedName, stream => SampleFile.Write(stream, timed));
        }

        if (snapshot.Series is { Count: > 0 } series)
        {
            yield return WriteFile(folder, SeriesName, stream => SampleFile.Write(stream, series));
        }
    }

    private static void RestoreUpdateBasis(SessionModel? model, Manifest manifest, Dictionary<string, byte[]> files, INeuralEngine engine)
    {
        if (model?.Keys?.Model is not LogKeyModel lstm || !files.TryGetValue(RehearsalName, out var bytes))
        {
            return;
        }

        var rehearsal = ReadWindows(bytes, lstm);
        var weights = UpdateBasis.Copy(lstm.Network.Weights);
        if (files.TryGetValue(TrainedName, out var trained))
        {
            // Loaded once, so that what does not fit is found here.
            var network = engine.Create(lstm.Network.Description, seed: 0);
            network.LoadWeights(Safetensors.Read(new MemoryStream(trained, writable: false)).Tensors);
            weights = UpdateBasis.Copy(network.Weights);
        }

        model.Basis = new UpdateBasis(weights, rehearsal);
        model.LearntSteps = Patterns(manifest.Model!.LearntSteps, manifest);
    }

    private static void Write(Stream stream, WindowSet windows)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(windows.Count);
        for (var i = 0; i < windows.Count; i++)
        {
            foreach (var symbol in windows.Windows.AsSpan(i * windows.WindowSize, windows.WindowSize))
            {
                writer.Write7BitEncodedInt(symbol);
            }

            writer.Write7BitEncodedInt(windows.Targets[i]);
            writer.Write(windows.Weights[i]);
        }
    }

    private static WindowSet ReadWindows(byte[] bytes, LogKeyModel model)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
            var (size, symbols) = (model.WindowSize, model.Symbols);
            var count = reader.Read7BitEncodedInt();

            // Each window is at least a byte per symbol: no memory is taken for what cannot be there.
            Require(count >= 0 && (long)count * (size + 1) <= bytes.Length, "its rehearsed windows are cut short");
            var windows = new WindowSet(size, new int[count * size], new int[count], new float[count]);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    windows.Windows[i * size + j] = Symbol(reader, symbols.InputCount);
                }

                windows.Targets[i] = Symbol(reader, symbols.OutputCount);
                windows.Weights[i] = reader.ReadSingle();
                Require(windows.Weights[i] > 0 && float.IsFinite(windows.Weights[i]), "one of its rehearsed windows has no weight");
            }

            return windows;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("its rehearsed windows are cut short", exception);
        }
    }

    private static int Symbol(BinaryReader reader, int count)
    {
        var symbol = reader.Read7BitEncodedInt();
        return (uint)symbol < (uint)count ? symbol : throw new InvalidDataException($"its rehearsed windows hold the symbol {symbol} of {count}");
    }

    private static ManifestStanding[]? Describe(IReadOnlyList<AnomalyPattern> standing) =>
        standing.Count == 0 ? null : [.. standing.Select(pattern => new ManifestStanding(pattern.ToString(), pattern.Past!.Value.Counts, pattern.Past.Value.Steps))];

    private static List<AnomalyPattern> Standing(Manifest manifest)
    {
        var patterns = Patterns([.. (manifest.StandingPatterns ?? []).Select(report => report?.Pattern!)], manifest);
        return [.. patterns.Select((pattern, i) => new AnomalyPattern(
            pattern.Values, past: new SessionPast(manifest.StandingPatterns![i].Counts, manifest.StandingPatterns[i].Steps)))];
    }
}
