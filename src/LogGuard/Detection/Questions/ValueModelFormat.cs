using System.Globalization;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Detection.Questions;

/// <summary>
/// The snapshot part of <see cref="ValuesQuestion"/>: the features in the manifest, and the weights of all networks in one
/// file, under names such as <c>key12.lstm.weight_ih_l0</c>.
/// </summary>
internal static class ValueModelFormat
{
    private const int SizeLimit = 1024;

    /// <summary>The state in the manifest.</summary>
    public static ValuesState Describe(ValueModelSet values) => new()
    {
        Confidence = values.Confidence,
        Keys =
        [
            .. values.Models.Select(model => new ValueModelState
            {
                Key = model.Key,
                Features = [.. model.Features],
                HiddenSize = model.Network?.Description.Sources[0].Recurrent!.HiddenSize,
                History = model.StartHistory.ToArray(),
                Watches = model.WatchStates is { } states && Array.Exists(states, state => state is not null) ? states : null,
                Counters = model.Counters is { Length: > 0 } counters ? counters : null,
            }),
        ],
    };

    /// <summary>The weights of all networks.</summary>
    public static IReadOnlyList<NamedTensor> Weights(ValueModelSet values) =>
    [
        .. values.Models.Where(model => model.Network is not null)
            .SelectMany(model => model.Network!.Weights.Select(weight => weight with { Name = Prefix(model.Key) + weight.Name })),
    ];

    /// <summary>Restores the models.</summary>
    /// <exception cref="InvalidDataException">The state contradicts itself, or the weights do not fit.</exception>
    public static ValueModelSet Restore(ValuesState saved, SymbolMap symbols, byte[] weights, INeuralEngine engine)
    {
        Require(saved.Confidence is > 0 and < 1, "the confidence of its values is no share");
        var byPrefix = Safetensors.Read(new MemoryStream(weights, writable: false)).Tensors.ToLookup(tensor => tensor.Name[..(tensor.Name.IndexOf('.') + 1)]);
        var keys = saved.Keys.Select(model => model.Key).ToArray();
        Require(IsAscending(keys) && keys.All(symbols.Knows), "the keys of its values are not those of its templates");
        var models = saved.Keys.Select(model => Restore(model, byPrefix[Prefix(model.Key)], engine)).ToArray();
        foreach (var (model, state) in models.Zip(saved.Keys))
        {
            model.RestoreCounters(state.Counters ?? []);
            if (state.Watches is { } watches)
            {
                model.RestoreWatches(watches);
            }
        }

        Require(byPrefix.All(group => models.Any(model => model.Network is not null && Prefix(model.Key) == group.Key)), "weights of its values belong to no key");
        return new ValueModelSet(models, saved.Confidence);
    }

    private static ParameterValueModel Restore(ValueModelState saved, IEnumerable<NamedTensor> weights, INeuralEngine engine)
    {
        Require(saved.History is not null, $"key {saved.Key} has no history");
        Require(saved.Features.Length > 0 && saved.Features.All(IsFeature), $"a feature of key {saved.Key} is none");
        Require(saved.Features[0].IsElapsedTime && !saved.Features.Skip(1).Any(feature => feature.IsElapsedTime), $"key {saved.Key} has not one elapsed time");
        Require(!saved.Features.SkipWhile(feature => !feature.IsText).Any(feature => !feature.IsText), $"key {saved.Key} has a number behind a text");
        var inputCount = saved.Features.Count(feature => feature.IsNetworkInput);
        var hasNetwork = saved.HiddenSize is not null;
        Require(hasNetwork == inputCount > 0 && saved.History.All(float.IsFinite), $"the network of key {saved.Key} does not fit its features");
        if (saved.HiddenSize is not { } hiddenSize)
        {
            Require(saved.History.Length == 0, $"key {saved.Key} has a history and no network");
            return new ParameterValueModel(saved.Key, saved.Features, null, []);
        }

        Require(hiddenSize is >= 1 and <= SizeLimit, $"the network of key {saved.Key} has no size");
        Require(
            saved.History.Length >= inputCount && saved.History.Length % inputCount == 0 && saved.History.Length / inputCount <= SizeLimit,
            $"the history of key {saved.Key} has a wrong length");
        var network = engine.Create(ParameterValueModel.Describe(inputCount, hiddenSize), seed: 0);
        network.LoadWeights([.. weights.Select(weight => weight with { Name = weight.Name[Prefix(saved.Key).Length..] })]);
        return new ParameterValueModel(saved.Key, saved.Features, network, saved.History);
    }

    private static bool IsFeature(ValueFeature? feature) =>
        feature is { Name: not null, KnownValues: not null, Deviation: > 0, ErrorDeviation: > 0, Confidence: > 0 and < 1, Count: >= 0 }
        && feature.UpperLimit >= 0 && feature.LowerLimit is null or >= 0 && feature.LateLimit is null or >= 0 && feature.SlowFrom is null or >= 0
        && (!feature.UsesNetwork || feature.IsNetworkInput)
        && !(feature.IsText && (feature.IsElapsedTime || feature.Kind is ValueFeatureKind.Measured or ValueFeatureKind.Counter))
        && (!feature.IsNetworkInput || feature.Kind == ValueFeatureKind.Measured)
        && (feature.Kind is ValueFeatureKind.Constant or ValueFeatureKind.Enumeration) == feature.KnownValues.Length > 0
        && IsAscending(feature.KnownValues);

    private static string Prefix(int key) => string.Create(CultureInfo.InvariantCulture, $"key{key}.");
}
