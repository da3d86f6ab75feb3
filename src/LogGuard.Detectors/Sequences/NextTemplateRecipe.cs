using System.Globalization;
using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.Detectors.Sequences;

/// <summary>How a network that predicts the next template is trained and loaded.</summary>
/// <param name="options">The settings, which have been checked.</param>
/// <param name="describe">The network.</param>
/// <param name="isJoined">Whether both kinds of information are one source.</param>
internal sealed class NextTemplateRecipe(NextTemplateOptions options, Func<NextTemplateState, NetworkDescription> describe, bool isJoined)
{
    private const int FewestSessions = 10;
    private const int Patience = 6;

    // The cache of predictions names places by characters.
    private const int MostKeys = 60_000;

    /// <summary>Checks settings.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Settings are out of range; the message names all of them.</exception>
    public static NextTemplateOptions Check(NextTemplateOptions options)
    {
        OptionFaults.ThrowIfAny(options.Check());
        return options;
    }

    /// <summary>Trains the network.</summary>
    /// <returns>Null if the sessions are too few; the reason has been told.</returns>
    public NextTemplateModel? Train(LogModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] keys = [.. data.Sessions.SelectMany(session => session.Keys.ToArray()).Distinct().Order()];
        if (data.Sessions.Count < FewestSessions || keys.Length > MostKeys)
        {
            data.Tell($"it predicts the next of {keys.Length:N0} templates from {data.Sessions.Count:N0} sessions; it needs {FewestSessions} sessions, and {MostKeys:N0} templates at most.");
            return null;
        }

        var vectors = SessionVectors.Fit(options.Vectorizer, data);
        var windows = new TemplateWindows(vectors, keys, options.WindowSize, isJoined);
        var state = new NextTemplateState(keys, vectors.Size, options.WindowSize, options.HiddenSize, options.TopCount, 0, options.PredictsEnd);
        var network = data.Engine.Create(describe(state), data.Seed);

        // A tenth of the sessions tells when to stop.
        var sessions = data.Sessions.Select(session => (session.Keys, HasEnd: options.PredictsEnd && session.IsWhole)).ToArray();
        new Random(data.Seed).Shuffle(sessions);
        var heldOut = sessions[..(sessions.Length / 10)];
        var fit = sessions[heldOut.Length..];
        Fit(network, state, windows, WindowsOf(windows, fit), WindowsOf(windows, heldOut.Length == 0 ? fit : heldOut), data);
        var model = new NextTemplateModel(network, windows, vectors, state);
        if (options.TopCount is not null)
        {
            return model;
        }

        // Of the held-out sessions alone, a thousandth is none for all but the longest trainings, and the worst of all would decide.
        var least = LeastProbabilityOf(model, windows, sessions, data.TargetAlarmRate);
        data.Tell(string.Create(CultureInfo.InvariantCulture, $"steps with a probability of {least:0.0######} or more are normal."));
        return new NextTemplateModel(network, windows, vectors, state with { LeastProbability = least });
    }

    /// <summary>Loads the network.</summary>
    /// <exception cref="InvalidDataException">The snapshot contradicts itself.</exception>
    public NextTemplateModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(DetectorsJson.Default.NextTemplateState);
        if (!state.IsSound())
        {
            throw new InvalidDataException("the network that predicts templates has impossible settings");
        }

        var vectors = SessionVectors.Read(options.Vectorizer, reader, state.Keys);
        return new NextTemplateModel(
            reader.ReadNetwork(NextTemplateState.NetworkName, describe(state)), new TemplateWindows(vectors, state.Keys, state.WindowSize, isJoined), vectors, state);
    }

    // The least likely step decides on a session.
    private static float LeastProbabilityOf(NextTemplateModel model, TemplateWindows windows, (ReadOnlyMemory<int> Keys, bool HasEnd)[] sessions, double rate)
    {
        var least = sessions.Select(session => WindowsOf(windows, [session]).Select(one => model.ProbabilityOf(one.Window, one.Next)).DefaultIfEmpty(1).Min()).Order().ToArray();
        return least[(int)(least.Length * rate)];
    }

    private static (int[] Window, int Next, float Weight)[] WindowsOf(TemplateWindows windows, IEnumerable<(ReadOnlyMemory<int> Keys, bool HasEnd)> sessions)
    {
        var counts = new Dictionary<string, (int[] Window, int Next, int Count)>();
        foreach (var ((keys, hasEnd), repeats) in sessions.CountBy(session => session))
        {
            int[] places = [.. Array.ConvertAll(keys.ToArray(), windows.PlaceOf), .. hasEnd ? [windows.EndPlace] : Array.Empty<int>()];
            for (var next = 1; next < places.Length; next++)
            {
                var window = places[Math.Max(0, next - windows.WindowSize)..next];
                var name = $"{string.Join(',', window)}>{places[next]}";
                counts[name] = (window, places[next], counts.GetValueOrDefault(name).Count + repeats);
            }
        }

        return [.. counts.Values.Where(one => one.Next >= 0).Select(one => (one.Window, one.Next, (float)one.Count))];
    }

    private void Fit(
        INeuralNetwork network, NextTemplateState state, TemplateWindows windows, (int[] Window, int Next, float Weight)[] fit, (int[] Window, int Next, float Weight)[] heldOut, LogModelData data)
    {
        new NetworkTraining<(int[] Window, int Next, float Weight)>
        {
            Epochs = options.Epochs,
            Patience = Patience,
            Batches = NetworkTraining<(int[] Window, int Next, float Weight)>.Shuffled(fit, options.BatchSize, new Random(data.Seed)),
            BatchOf = batch => windows.BatchOf([.. batch.Select(one => one.Window)]),
            TargetsOf = batch => new NetworkTargets { Classes = Array.ConvertAll(batch, one => one.Next), Weights = Array.ConvertAll(batch, one => one.Weight) },
            HeldOutLoss = () => heldOut.Chunk(options.BatchSize).Sum(batch => LossOf(network, state.StepCount, windows, batch)),
        }.Run(network, new AdamOptions { LearningRate = options.LearningRate, GradientNormLimit = 5 }, data.Cancellation, data.Progress);
    }

    private static double LossOf(INeuralNetwork network, int stepCount, TemplateWindows windows, (int[] Window, int Next, float Weight)[] batch)
    {
        var outputs = new float[batch.Length * stepCount];
        network.Predict(windows.BatchOf([.. batch.Select(one => one.Window)]), outputs);
        return -batch.Select((one, row) => one.Weight * Math.Log(Math.Max(1e-12, outputs[(row * stepCount) + one.Next]))).Sum();
    }
}
