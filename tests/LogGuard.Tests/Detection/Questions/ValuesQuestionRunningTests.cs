using LogGuard.Detection.Questions;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>Changes of values that were told outlive the process, with its running state or in a snapshot.</summary>
public class ValuesQuestionRunningTests
{
    private static readonly double[] Learnt = [.. Enumerable.Repeat(29.0, 400)];

    [Fact]
    public void AToldChangeIsContinuedFromTheRunningState()
    {
        var values = new ChangingValues(Learnt);
        Assert.Equal(1, values.Show([30]));

        var restored = new ChangingValues(Learnt);
        Restore(restored.Model, Save(values.Model));

        Assert.Equal(0, restored.Show([30, 31]));
    }

    [Fact]
    public void TheRunningStateOfAnEarlierVersionIsRead()
    {
        var restored = new ChangingValues(Learnt);

        // No model with a history.
        Restore(restored.Model, [0]);

        Assert.Equal(1, restored.Show([30]));
    }

    [Fact]
    public void AnOlderStateReplacesNoNewerOne()
    {
        var values = new ChangingValues(Mixed());
        Assert.Equal(1, values.Show([7]));
        var older = Save(values.Model);
        values.Show([8]);

        Restore(values.Model, older);

        Assert.Equal(0, values.Show([8]));
        Assert.Contains(8, values.Model.WatchStates[1]!.Evidence.Values);
    }

    [Fact]
    public void AMalformedStateIsRefused()
    {
        var values = new ChangingValues(Learnt);
        values.Show([30]);
        var saved = Save(values.Model);

        Assert.Throws<InvalidDataException>(() => Restore(new ChangingValues(Learnt).Model, saved[..^1]));
        saved[^1] ^= 0xFF;
        Assert.Throws<InvalidDataException>(() => Restore(new ChangingValues(Learnt).Model, saved));
    }

    [Fact]
    public void ASnapshotHoldsTheChangeAndOneOfAnEarlierVersionStillLoads()
    {
        var values = new ChangingValues(Learnt);
        values.Show([30]);
        var set = new ValueModelSet([values.Model], 0.999);
        var state = ValueModelFormat.Describe(set);

        Assert.Equal(0, new ChangingValues(Learnt).With(Load(state)).Show([30]));
        Assert.Equal(1, new ChangingValues(Learnt).With(Load(state with { Keys = [state.Keys[0] with { Watches = null }] })).Show([30]));
        Assert.Throws<InvalidDataException>(() => Load(state with { Keys = [state.Keys[0] with { Watches = [] }] }));
        Assert.Throws<InvalidDataException>(() => Load(state with { Keys = [state.Keys[0] with { Counters = [1] }] }));
    }

    [Fact]
    public void ACounterFoundWhileDetectingIsOneInTheSnapshot()
    {
        double[] learnt = SomeValues.Normal(600, 100, 5);
        var values = new ChangingValues(learnt);
        values.Show(Enumerable.Range(0, 50).Select(i => 1_000.0 + i));
        var state = ValueModelFormat.Describe(new ValueModelSet([values.Model], 0.999));

        Assert.Equal(0, values.With(Load(state)).Show([5_000]));
    }

    private static double[] Mixed() => [.. Enumerable.Range(0, 400).Select(i => (double)(i % 3))];

    private static ParameterValueModel Load(ValuesState state)
    {
        using var weights = new MemoryStream();
        Safetensors.Write(weights, [], null);
        return ValueModelFormat.Restore(state, new SymbolMap([1]), weights.ToArray(), new ManagedEngine(threadCount: 1)).Models[0];
    }

    private static byte[] Save(ParameterValueModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            new ValuesQuestion(new ValueModelSet([model], 0.999)).SaveRunning(writer);
        }

        return stream.ToArray();
    }

    private static void Restore(ParameterValueModel model, byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state, writable: false));
        new ValuesQuestion(new ValueModelSet([model], 0.999)).RestoreRunning(reader);
    }
}
