using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Neural;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Counts the numbers that a model saves.</summary>
internal sealed class ParameterCounter : ILogModelWriter
{
    public long Count { get; private set; }

    public void WriteState<T>(T state, JsonTypeInfo<T> type) => Count += NumbersIn(JsonSerializer.SerializeToElement(state, type));

    public void WriteNetwork(string name, INeuralNetwork network) => Count += network.Weights.Sum(tensor => (long)tensor.Values.Length);

    public void WriteFile(string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        Count += stream.Length / sizeof(float);
    }

    private static long NumbersIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => 1,
        JsonValueKind.Array => element.EnumerateArray().Sum(NumbersIn),
        JsonValueKind.Object => element.EnumerateObject().Sum(property => NumbersIn(property.Value)),
        _ => 0,
    };
}
