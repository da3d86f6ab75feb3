using System.Text.Json.Nodes;
using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>
/// What models of values may be and what not, and what is said of it. Key 1 has a network of two features, key 3 no more than an
/// elapsed time, key 4 a status.
/// </summary>
public sealed class ValueModelChecksTests : IDisposable
{
    private const string Weights = "values.safetensors";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Action<JsonNode>> Faults => new()
    {
        { "the confidence of its values is no share", values => values["Confidence"] = 0 },
        { "the confidence of its values is no share", values => values["Confidence"] = 1 },
        { "the keys of its values are not those of its templates", values => values["Keys"]![2]!["Key"] = 9 },
        { "the keys of its values are not those of its templates", values => values["Keys"]![1]!["Key"] = 4 },
        { "weights of its values belong to no key", values => values["Keys"]!.AsArray().RemoveAt(0) },
        { "a feature of key 4 is none", values => values["Keys"]![2]!["Features"]![1] = null },
        { "a feature of key 4 is none", values => values["Keys"]![2]!["Features"] = new JsonArray() },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![1]!["Deviation"] = 0 },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![1]!["ErrorDeviation"] = 0 },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![1]!["Count"] = -1 },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![1]!["UpperLimit"] = -0.1 },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![1]!["LowerLimit"] = -0.1 },
        { "a feature of key 1 is none", values => values["Keys"]![0]!["Features"]![0]!["LateLimit"] = -0.1 },
        { "a feature of key 4 is none", values => values["Keys"]![2]!["Features"]![1]!["KnownValues"] = new JsonArray(2.0, 1.0) },
        { "key 1 has not one elapsed time", values => values["Keys"]![0]!["Features"]![0]!["IsElapsedTime"] = false },
        { "key 1 has not one elapsed time", values => values["Keys"]![0]!["Features"]![1]!["IsElapsedTime"] = true },
        { "key 1 has not one elapsed time", values => values["Keys"]![0]!["Features"]![2]!["IsElapsedTime"] = true },
        { "the network of key 1 does not fit its features", values => values["Keys"]![0]!["HiddenSize"] = null },
        { "the network of key 3 does not fit its features", values => values["Keys"]![1]!["HiddenSize"] = 4 },
        { "the network of key 1 does not fit its features", values => values["Keys"]![0]!["History"]![0] = 1e39 },
        { "key 3 has a history and no network", values => values["Keys"]![1]!["History"] = new JsonArray(0.5) },
        { "the network of key 1 has no size", values => values["Keys"]![0]!["HiddenSize"] = 0 },
        { "the network of key 1 has no size", values => values["Keys"]![0]!["HiddenSize"] = 1025 },
        { "the history of key 1 has a wrong length", values => values["Keys"]![0]!["History"] = new JsonArray() },
        { "the history of key 1 has a wrong length", values => values["Keys"]![0]!["History"] = Numbers(3) },
        { "the history of key 1 has a wrong length", values => values["Keys"]![0]!["History"] = Numbers(2 * 1025) },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void WhatIsWrongIsSaid(string fault, Action<JsonNode> edit)
    {
        var folder = Write();
        SnapshotFolder.EditManifest(folder, manifest => edit(SnapshotFolder.StateOf(manifest, "Values")));

        Assert.Equal(fault, SomeSnapshot.Refusal(folder));
    }

    public static TheoryData<string, Action<JsonNode>> Extremes => new()
    {
        { "the smallest network", values => values["Keys"]![0]!["HiddenSize"] = 1 },
        { "the largest network", values => values["Keys"]![0]!["HiddenSize"] = 1024 },
        { "the shortest history", values => values["Keys"]![0]!["History"] = Numbers(2) },
        { "the longest history", values => values["Keys"]![0]!["History"] = Numbers(2 * 1024) },
        { "no upper limit", values => values["Keys"]![0]!["Features"]![1]!["UpperLimit"] = 0 },
        { "no lower limit", values => values["Keys"]![0]!["Features"]![1]!["LowerLimit"] = 0 },
        { "no delay", values => values["Keys"]![0]!["Features"]![0]!["LateLimit"] = 0 },
        { "no values", values => values["Keys"]![0]!["Features"]![1]!["Count"] = 0 },
        { "nothing below", values => values["Keys"]![0]!["Features"]![1]!["LowerLimit"] = null },
    };

    [Theory]
    [MemberData(nameof(Extremes), DisableDiscoveryEnumeration = true)]
    public void WhatJustFitsIsRead(string what, Action<JsonNode> edit)
    {
        var folder = Write();
        SnapshotFolder.EditManifest(folder, manifest => edit(SnapshotFolder.StateOf(manifest, "Values")));

        Assert.True(SomeSnapshot.Read(folder).Model!.Values!.Models.Count == 3, what);
    }

    // Key 1 has one, key 2 has no model, and key 3 none with a network.
    [Theory]
    [InlineData("key2.batches")]
    [InlineData("key3.batches")]
    [InlineData("batches")]
    public void WeightsThatBelongToNoKeyAreRefused(string name)
    {
        var folder = Write();
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new NamedTensor("key1.batches", [1], [5]), new NamedTensor(name, [1], [6])], null);
        SnapshotFolder.WriteFile(folder, Weights, stream.ToArray());

        Assert.Equal("weights of its values belong to no key", SomeSnapshot.Refusal(folder));
    }

    [Fact]
    public void AllThatIsKnownOfAKeyComesBack()
    {
        var saved = Make();
        saved.For(1)!.Network!.LoadWeights([new NamedTensor("batches", [1], [5])]);
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b c d", 60))).WithValues(saved);

        var loaded = SomeSnapshot.Read(SomeSnapshot.Write(_folder, SomeSnapshot.Of(model))).Model!.Values!;

        Assert.Equal(0.98, loaded.Confidence);
        Assert.Equal([1, 3, 4], loaded.Models.Select(one => one.Key));
        Assert.Equal(saved.Models.SelectMany(one => one.Features).Select(Text), loaded.Models.SelectMany(one => one.Features).Select(Text));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], loaded.For(1)!.StartHistory.ToArray());
        Assert.Equal(8, loaded.For(1)!.Network!.Description.Sources[0].Recurrent!.HiddenSize);
        Assert.Equal(5, Assert.Single(loaded.For(1)!.Network!.Weights).Values[0]);
        Assert.Null(loaded.For(3)!.Network);

        // The values of an array are told one by one.
        static string Text(ValueFeature feature) => $"{feature with { KnownValues = [] }} {string.Join(' ', feature.KnownValues)}";
    }

    private static JsonArray Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => JsonValue.Create(0.5))];

    private static ValueModelSet Make()
    {
        var elapsed = new ValueFeature
        {
            Name = ParameterValueSeries.ElapsedTime, Kind = ValueFeatureKind.Measured, IsElapsedTime = true, Count = 70, UsesLogarithm = true, Offset = 0.5,
            Mean = 1.5, Deviation = 2.5, ErrorCentre = -0.5, ErrorDeviation = 0.75, UpperLimit = 3.5, LateLimit = 9.5, IsCalibrated = true, Confidence = 0.999,
        };
        var measured = elapsed with { Name = "Amount", IsElapsedTime = false, IsNetworkInput = true, UsesNetwork = true, LowerLimit = 4.5, LateLimit = null };
        var status = elapsed with { Name = "Status", Kind = ValueFeatureKind.Enumeration, IsElapsedTime = false, KnownValues = [1, 2.5], LateLimit = null };
        var network = SomeSnapshot.Engine.Create(ParameterValueModel.Describe(inputCount: 2, hiddenSize: 8), seed: 0);
        return new ValueModelSet(
            [
                new ParameterValueModel(1, [elapsed, measured, measured with { Name = "Size", UsesNetwork = false }], network, [0.1f, 0.2f, 0.3f, 0.4f]),
                new ParameterValueModel(3, [elapsed], null, []),
                new ParameterValueModel(4, [elapsed, status], null, []),
            ],
            confidence: 0.98);
    }

    private string Write()
    {
        var model = SomeModel.Learn(Some.Corpus(Enumerable.Repeat("a b c d", 60))).WithValues(Make());
        return SomeSnapshot.Write(_folder, SomeSnapshot.Of(model));
    }
}
