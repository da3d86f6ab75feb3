using System.Text.Json.Nodes;
using LogGuard.Detection;
using LogGuard.Learning.Snapshots;
using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public sealed class ValueModelFormatTests : IDisposable
{
    private static readonly string[] Templates = ["a", "b", "c", "d"];

    // Never judged with, so it does not matter that tests share it.
    private static readonly Lazy<SessionModel> Model = new(() => Make(seed: 1));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Series of every kind, made by a seed; then vectors of which many are unusual.</summary>
    [Fact]
    public void LoadedModelsJudgeAsTheSavedOnesToTheLastBit()
    {
        var count = 0;
        Properties.Hold<int, double[]>((seed, values) =>
        {
            // Training takes longer than the other properties' work.
            if (count++ >= 6)
            {
                return true;
            }

            var model = Make(seed % 1000);
            var loaded = SaveAndLoad(model);
            return Enumerable.Range(0, 3).All(round => Judge(model.Values!, values, round) == Judge(loaded.Values!, values, round));
        });
    }

    [Fact]
    public void AllKindsOfFeaturesComeBack()
    {
        var model = Make(seed: 1);
        var values = SaveAndLoad(model).Values!;

        Assert.Equal(model.Values!.Confidence, values.Confidence);
        Assert.Equal(
            model.Values.Models.Select(one => string.Join(' ', one.Features.Select(feature => $"{feature.Name} {feature.Kind} {feature.Mean} {feature.UsesNetwork} {string.Join(',', feature.KnownValues)}"))),
            values.Models.Select(one => string.Join(' ', one.Features.Select(feature => $"{feature.Name} {feature.Kind} {feature.Mean} {feature.UsesNetwork} {string.Join(',', feature.KnownValues)}"))));
        Assert.NotNull(values.For(1)!.Network);
        Assert.Null(values.For(3)!.Network);
    }

    [Fact]
    public void ASnapshotFromBeforeValuesWereJudgedStillLoads()
    {
        var path = Store().Save(new Snapshot(DetectorKind.Default, Templates, default, Model.Value, null));
        SnapshotFolder.EditManifest(path, manifest =>
        {
            manifest["Model"]!["Questions"]!.AsObject().Remove("Values");
            var files = manifest["Files"]!.AsArray();
            files.Remove(files.Single(file => (string?)file!["Name"] == "values.safetensors"));
        });

        var loaded = Store().Load(new ManagedEngine(threadCount: 1), out var problem);

        Assert.Null(problem);
        Assert.Null(loaded!.Model!.Values);
    }

    public static TheoryData<string, Action<JsonNode>> Damages => new()
    {
        { "a key of none of the templates", values => values["Keys"]![0]!["Key"] = 9 },
        { "a key twice", values => values["Keys"]![1]!["Key"] = 1 },
        { "another key's weights", values => values["Keys"]![0]!["Key"] = 2 },
        { "no network where weights are", values => values["Keys"]![0]!["HiddenSize"] = null },
        { "a network of another size", values => values["Keys"]![0]!["HiddenSize"] = 17 },
        { "an endless network", values => values["Keys"]![0]!["HiddenSize"] = 1 << 20 },
        { "no history", values => values["Keys"]![0]!["History"] = new JsonArray() },
        { "no features", values => values["Keys"]![0]!["Features"] = new JsonArray() },
        { "no elapsed time", values => values["Keys"]![0]!["Features"]![0]!["IsElapsedTime"] = false },
        { "no deviation", values => values["Keys"]![0]!["Features"]![1]!["Deviation"] = 0 },
        { "a limit below the prediction", values => values["Keys"]![0]!["Features"]![1]!["UpperLimit"] = -1 },
        { "known values of a quantity", values => values["Keys"]![0]!["Features"]![1]!["KnownValues"] = new JsonArray(1.0) },
        { "a confidence of more than all", values => values["Confidence"] = 2 },
        { "a confidence of all", values => values["Confidence"] = 1 },
        { "a confidence of none", values => values["Confidence"] = 0 },
        { "keys that are not ascending", values => (values["Keys"]![1]!["Key"], values["Keys"]![2]!["Key"]) = (4, 3) },
        { "two elapsed times", values => values["Keys"]![0]!["Features"]![1]!["IsElapsedTime"] = true },
        { "a feature that is null", values => values["Keys"]![0]!["Features"]![1] = null },
        { "a feature without a name", values => values["Keys"]![0]!["Features"]![1]!["Name"] = null },
        { "no deviation of errors", values => values["Keys"]![0]!["Features"]![1]!["ErrorDeviation"] = 0 },
        { "a feature's confidence of all", values => values["Keys"]![0]!["Features"]![1]!["Confidence"] = 1 },
        { "a feature's confidence of none", values => values["Keys"]![0]!["Features"]![1]!["Confidence"] = 0 },
        { "a negative count", values => values["Keys"]![0]!["Features"]![1]!["Count"] = -1 },
        { "a lower limit above the prediction", values => values["Keys"]![0]!["Features"]![1]!["LowerLimit"] = -1 },
        { "a negative delay", values => values["Keys"]![0]!["Features"]![0]!["LateLimit"] = -1 },
        { "a prediction of what the network does not read", values => Feature(values, "Status")["UsesNetwork"] = true },
        { "a network that reads an enumeration", values => Feature(values, "Status")["IsNetworkInput"] = true },
        { "an enumeration of no values", values => Feature(values, "Status")["KnownValues"] = new JsonArray() },
        { "known values that are not ascending", values => Feature(values, "Status")["KnownValues"] = new JsonArray(1.0, 0.0) },
        { "a known value twice", values => Feature(values, "Status")["KnownValues"] = new JsonArray(1.0, 1.0) },
        { "an endless number in the history", values => values["Keys"]![0]!["History"]![0] = 1e39 },
        { "a history that is too long", values => values["Keys"]![0]!["History"] = new JsonArray([.. Enumerable.Range(0, 200_000).Select(_ => JsonValue.Create(0.5))]) },
        { "a history without a network", values => values["Keys"]![1]!["History"] = new JsonArray(0.5) },
        { "weights of a key that is not there", values => values["Keys"]!.AsArray().RemoveAt(0) },
        { "a network of nothing", values => values["Keys"]![0]!["HiddenSize"] = 0 },
    };

    private static JsonNode Feature(JsonNode values, string name) =>
        values["Keys"]!.AsArray().SelectMany(key => key!["Features"]!.AsArray()).Single(feature => (string?)feature!["Name"] == name)!;

    [Theory]
    [MemberData(nameof(Damages))]
    public void WhatContradictsItselfIsNotLoaded(string what, Action<JsonNode> damage)
    {
        var path = Store().Save(new Snapshot(DetectorKind.Default, Templates, default, Model.Value, null));
        SnapshotFolder.EditManifest(path, manifest => damage(SnapshotFolder.StateOf(manifest, "Values")));

        Assert.True(Store().Load(new ManagedEngine(threadCount: 1), out var problem) is null, what);
        Assert.NotNull(problem);
    }

    private static SessionModel Make(int seed)
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b c d", 60));
        var model = SomeModel.Learn(corpus);
        return model.WithValues(new ValueModelSetTrainer(new ManagedEngine(threadCount: 1), new ParameterValueTrainingOptions { Seed = seed, StepCount = 150 }).Train(
            [
                SomeValues.Series(SomeValues.WithMemory(400, 20, seed), key: 1),
                SomeValues.Series(SomeValues.LogNormal(300, 5, 0.5, seed), key: 3),
                SomeValues.Series(SomeValues.Normal(300, 7, 0.5, seed).Select((value, i) => new[] { value, i % 3, i }), 4, "Status", "Number"),
            ]));
    }

    private static string Judge(ValueModelSet values, double[] numbers, int round)
    {
        var text = new System.Text.StringBuilder();
        foreach (var number in numbers.Concat([1, 60, 200, double.NaN, round]))
        {
            foreach (var model in values.Models)
            {
                double[] vector = [.. model.Features.Select((_, i) => i == 1 ? number : Math.Abs(number) * i)];
                text.Append(model.IsUnusual(vector, out var judgement)
                    ? $"{judgement.Feature.Name} {BitConverter.DoubleToInt64Bits(judgement.Surprise)} {BitConverter.DoubleToInt64Bits(judgement.High)} "
                    : "- ");
            }
        }

        return text.ToString();
    }

    private SessionModel SaveAndLoad(SessionModel model)
    {
        Store().Save(new Snapshot(DetectorKind.Default, Templates, default, model, null));
        return Store().Load(new ManagedEngine(threadCount: 1), out _)!.Model!;
    }

    private SnapshotStore Store() => new(_folder, new TestTimeProvider(), _ => { });
}
