using LogGuard.Detection;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What is said of rehearsed windows that cannot be. Each is two symbols, a target and a weight.</summary>
public sealed class SnapshotRehearsalTests : IDisposable
{
    private static readonly WindowSet Windows = new(2, [0, 1, 2, 3], [1, 0], [1, 2.5f]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Func<byte[], byte[]>> Faults => new()
    {
        { "its rehearsed windows are cut short", bytes => [] },
        { "its rehearsed windows are cut short", bytes => bytes[..^1] },
        { "its rehearsed windows are cut short", bytes => [6, .. bytes[1..]] },
        { "its rehearsed windows are cut short", bytes => [0xff, 0xff, 0xff, 0xff, 0x0f, .. bytes[1..]] },
        { "its rehearsed windows are cut short", bytes => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. bytes[1..]] },
        { "its rehearsed windows hold the symbol 5 of 5", bytes => [bytes[0], 5, .. bytes[2..]] },
        { "its rehearsed windows hold the symbol 4 of 4", bytes => [.. bytes[..3], 4, .. bytes[4..]] },
        { "one of its rehearsed windows has no weight", bytes => [.. bytes[..4], .. BitConverter.GetBytes(0f), .. bytes[8..]] },
        { "one of its rehearsed windows has no weight", bytes => [.. bytes[..4], .. BitConverter.GetBytes(float.NaN), .. bytes[8..]] },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void WhatIsWrongIsSaid(string fault, Func<byte[], byte[]> damage)
    {
        var folder = Write(Windows);
        SnapshotFolder.WriteFile(folder, "rehearsal.bin", damage(File.ReadAllBytes(Path.Combine(folder, "rehearsal.bin"))));

        Assert.Equal(fault, SomeSnapshot.Refusal(folder));
    }

    [Fact]
    public void NoWindowsAreRead()
    {
        var basis = SomeSnapshot.Read(Write(new WindowSet(2, [], [], []))).Model!.Basis!;

        Assert.Equal(0, basis.Rehearsal.Count);
    }

    // Symbols of one byte and four bytes of a weight: no window can be less, and so many of the least are just believed.
    [Fact]
    public void SymbolsOfMoreThanAByteAreRead()
    {
        var keys = Enumerable.Range(1, 300).ToArray();
        var symbols = new SymbolMap(keys);
        var network = SomeSnapshot.Engine.Create(LogKeyModel.Describe(symbols, hiddenSize: 16, layerCount: 1), seed: 0);
        var model = ModelQuestions.Make(
            symbols, 1, 1, true, new NextKeyJudge(new LogKeyModel(network, symbols, 2, knowsBoundaries: true), default), null,
            new UpdateBasis(network.Weights, new WindowSet(2, [301, 128], [300], [float.MaxValue])));
        var snapshot = SomeSnapshot.Of(model) with { Templates = [.. keys.Select(key => $"template {key}")] };

        var rehearsal = SomeSnapshot.Read(SomeSnapshot.Write(_folder, snapshot)).Model!.Basis!.Rehearsal;

        Assert.Equal([301, 128], rehearsal.Windows);
        Assert.Equal([300], rehearsal.Targets);
        Assert.Equal([float.MaxValue], rehearsal.Weights);
    }

    private string Write(WindowSet windows)
    {
        var model = SomeSnapshot.Network(windowSize: 2);
        var basis = new UpdateBasis(UpdateBasis.Copy(((LogKeyModel)model.Keys!.Model).Network.Weights), windows);
        return SomeSnapshot.Write(_folder, SomeSnapshot.Of(model.WithBasis(basis)));
    }
}
