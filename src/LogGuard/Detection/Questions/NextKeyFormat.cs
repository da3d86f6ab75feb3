using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Detection.Questions;

/// <summary>
/// The snapshot part of <see cref="NextKeyQuestion"/>: the network's weights as <c>network.safetensors</c>, the windows
/// that are rehearsed in updates as <c>rehearsal.bin</c>, and, if the network was updated, the weights at the end of training
/// as <c>trained.safetensors</c>.
/// </summary>
internal static class NextKeyFormat
{
    internal const string WeightsName = "network.safetensors";
    internal const string RehearsalName = "rehearsal.bin";
    internal const string TrainedName = "trained.safetensors";

    private const int WindowSizeLimit = 1_024;
    private const int HiddenSizeLimit = 1_024;
    private const int LayerLimit = 4;

    public static void Save(NextKeyQuestion question, IQuestionWriter writer)
    {
        writer.WriteState(Describe(question), QuestionJson.Default.NextKeyState);
        if (question.Model is not LogKeyModel lstm)
        {
            return;
        }

        writer.WriteFile(WeightsName, stream => Safetensors.Write(stream, lstm.Network.Weights, null));
        if (question.Basis is { } basis)
        {
            writer.WriteFile(RehearsalName, stream => Write(stream, basis.Rehearsal));
            if (question.LearntSteps.Count > 0)
            {
                writer.WriteFile(TrainedName, stream => Safetensors.Write(stream, basis.Weights, null));
            }
        }
    }

    public static NextKeyQuestion Read(IQuestionReader reader)
    {
        var state = reader.ReadState(QuestionJson.Default.NextKeyState);
        Require(state.WindowSize is >= 1 and <= WindowSizeLimit, $"its window size is {state.WindowSize}");
        NextKeyModel model = state.Windows is null ? ReadNetwork(state, reader) : ReadNGram(state, reader.Symbols);
        var evidence = state.Evidence is null ? null : ReadEvidence(state.Evidence, reader.Symbols);
        var judge = new NextKeyJudge(model, new ExpectationRule(state.TopG, state.ProbabilityFloor), evidence: evidence)
        {
            BackOff = state.BackOff is null ? null : ReadBackOff(state.BackOff, reader.Symbols),
            StreamSteps = state.StreamSteps is { } steps ? StreamSteps.Read(steps, reader.Symbols) : null,
        };
        return model is LogKeyModel lstm && reader.TryReadFile(RehearsalName, out var rehearsal)
            ? new NextKeyQuestion(judge)
            {
                Basis = ReadBasis(rehearsal, lstm, reader),
                LearntSteps = AnomalyPattern.ParseAll(state.LearntSteps, reader.KeyCount),
            }
            : new NextKeyQuestion(judge);
    }

    private static NextKeyState Describe(NextKeyQuestion question)
    {
        var judge = question.KeyJudge;
        var common = new NextKeyState
        {
            WindowSize = judge.Model.WindowSize,
            KnowsBoundaries = judge.Model.KnowsBoundaries,
            TopG = judge.Rule.TopG,
            ProbabilityFloor = judge.Rule.ProbabilityFloor,
            Evidence = judge.Evidence is not { } evidence ? null : new StepEvidenceState(evidence.Lasts, evidence.Nexts, evidence.Counts),
            BackOff = judge.BackOff is not { } backOff ? null : new BackOffState(
                backOff.Steps.WindowSize, backOff.Steps.Windows, backOff.Steps.Targets, backOff.Steps.Weights, backOff.Floor, backOff.ExpectsNewSteps,
                backOff.ExpectedAlarmRate),
            LearntSteps = AnomalyPattern.TextsOf(question.LearntSteps),
            StreamSteps = judge.StreamSteps?.Rows.ToArray(),
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

    private static NGramModel ReadNGram(NextKeyState state, SymbolMap symbols)
    {
        var (windows, targets, weights) = (state.Windows!, state.Targets ?? [], state.Weights ?? []);
        Require(
            targets.Length == weights.Length && windows.Length == targets.Length * state.WindowSize
            && targets.All(target => (uint)target < (uint)symbols.OutputCount),
            "its N-gram windows do not fit together");
        return new NGramModel(symbols, new WindowSet(state.WindowSize, windows, targets, weights), state.KnowsBoundaries);
    }

    private static LogKeyModel ReadNetwork(NextKeyState state, IQuestionReader reader)
    {
        Require(
            state.HiddenSize is >= 1 and <= HiddenSizeLimit && state.LayerCount is >= 1 and <= LayerLimit, "its network has no size");
        var network = reader.Engine.Create(LogKeyModel.Describe(reader.Symbols, state.HiddenSize!.Value, state.LayerCount!.Value), seed: 0);
        network.LoadWeights(Safetensors.Read(new MemoryStream(reader.ReadFile(WeightsName), writable: false)).Tensors);
        return new LogKeyModel(network, reader.Symbols, state.WindowSize, state.KnowsBoundaries);
    }

    private static StepEvidence ReadEvidence(StepEvidenceState saved, SymbolMap symbols)
    {
        // A parameter that a file leaves out is null, contrary to its declaration.
        var (lasts, nexts, counts) = ((int[]?)saved.Lasts, (int[]?)saved.Nexts, (float[]?)saved.Counts);
        Require(
            lasts is not null && nexts is not null && counts is not null && lasts.Length == nexts.Length && lasts.Length == counts.Length
            && lasts.All(last => (uint)last < (uint)symbols.InputCount)
            && nexts.All(next => (uint)next < (uint)symbols.OutputCount)
            && counts.All(count => count > 0 && float.IsFinite(count)),
            "the steps that it learnt from do not fit together");
        return new StepEvidence(symbols, lasts!, nexts!, counts!);
    }

    private static BackOffModel ReadBackOff(BackOffState saved, SymbolMap symbols)
    {
        var (contexts, nexts, counts) = ((int[]?)saved.Contexts, (int[]?)saved.Nexts, (float[]?)saved.Counts);
        Require(
            saved.ContextLength is >= 1 and <= BackOffModel.LongestContext && contexts is not null && nexts is not null && counts is not null
            && nexts.Length <= BackOffModel.StepLimit && nexts.Length == counts.Length && contexts.Length == nexts.Length * saved.ContextLength
            && contexts.All(symbol => (uint)symbol < (uint)symbols.InputCount)
            && nexts.All(next => (uint)next < (uint)symbols.OutputCount)
            && counts.All(count => count > 0 && float.IsFinite(count)) && saved is { Floor: >= 0 and <= 1, ExpectedAlarmRate: >= 0 and <= 1 },
            "the counts of its short contexts do not fit together");
        return new BackOffModel(new WindowSet(saved.ContextLength, contexts!, nexts!, counts!), saved.Floor, saved.ExpectsNewSteps)
        {
            ExpectedAlarmRate = saved.ExpectedAlarmRate,
        };
    }

    private static UpdateBasis ReadBasis(byte[] rehearsal, LogKeyModel model, IQuestionReader reader)
    {
        var windows = ReadWindows(rehearsal, model);
        var weights = UpdateBasis.Copy(model.Network.Weights);
        if (reader.TryReadFile(TrainedName, out var trained))
        {
            // Loaded once, so that an error is found here.
            var network = reader.Engine.Create(model.Network.Description, seed: 0);
            network.LoadWeights(Safetensors.Read(new MemoryStream(trained, writable: false)).Tensors);
            weights = UpdateBasis.Copy(network.Weights);
        }

        return new UpdateBasis(weights, windows);
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

            // Each window has at least a byte per symbol, which limits the memory allocated for a malformed count.
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
}
