using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Neural;
using LogGuard.Semantics;

namespace LogGuard.Detectors.Labelled;

/// <summary>How a network that reads whole sessions is made, trained on labels, and loaded.</summary>
/// <typeparam name="T">The part of the snapshot beside the network's weights.</typeparam>
/// <param name="type">How that becomes JSON.</param>
/// <param name="name">The name of the network in messages.</param>
/// <param name="describe">The network.</param>
/// <param name="encode">Turns sessions into its input; the vectors are null if no vectorizer is given.</param>
/// <param name="vectorizer">Makes vectors of templates; null if the network needs none.</param>
internal sealed class LabelledRecipe<T>(
    JsonTypeInfo<T> type, string name, Func<T, NetworkDescription> describe, Func<T, SessionVectors?, ISessionEncoding> encode, ITemplateVectorizer? vectorizer = null)
    where T : LabelledState
{
    /// <summary>Trains the network on the labelled sessions.</summary>
    /// <inheritdoc cref="Train(LogModelData, ClassifierSettings, Func{SessionVectors?, LabelledRows?}, Func{LabelledRows, SessionVectors?, T})"/>
    public ILogModel? Train(LogModelData data, ClassifierSettings settings, Func<LabelledRows, SessionVectors?, T> stateOf) =>
        Train(data, settings, _ => LabelledRows.Of(data), stateOf);

    /// <summary>Trains the network.</summary>
    /// <param name="data">The sessions.</param>
    /// <param name="settings">How it learns.</param>
    /// <param name="rowsOf">The labelled sessions; null if there are too few.</param>
    /// <param name="stateOf">Makes the part of the snapshot beside the weights; the threshold is replaced.</param>
    /// <returns>Null if labels are missing; the reason has been told.</returns>
    public ILogModel? Train(LogModelData data, ClassifierSettings settings, Func<SessionVectors?, LabelledRows?> rowsOf, Func<LabelledRows, SessionVectors?, T> stateOf)
    {
        ArgumentNullException.ThrowIfNull(data);
        var vectors = vectorizer is null ? null : SessionVectors.Fit(vectorizer, data);
        if (rowsOf(vectors) is not { } rows)
        {
            return null;
        }

        var state = stateOf(rows, vectors);
        var classifier = new SessionClassifier(data.Engine.Create(describe(state), data.Seed), encode(state, vectors));
        state = state with { Threshold = ClassifierTraining.Run(classifier, rows, settings, data) };
        return new LabelledSessionModel<T>(classifier, state, type, vectors);
    }

    /// <summary>Loads the network.</summary>
    /// <exception cref="InvalidDataException">The snapshot contradicts itself.</exception>
    public ILogModel Load(ILogModelReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var state = reader.ReadState(type);
        if (!state.IsSound())
        {
            throw new InvalidDataException($"the {name} has impossible settings");
        }

        var vectors = vectorizer is null ? null : SessionVectors.Read(vectorizer, reader, state.Keys);
        return new LabelledSessionModel<T>(
            new SessionClassifier(reader.ReadNetwork(LabelledState.NetworkName, describe(state)), encode(state, vectors)), state, type, vectors);
    }
}
