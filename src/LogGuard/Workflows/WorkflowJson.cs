using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogGuard.Workflows;

/// <summary>Workflows as JSON, for snapshots. <see cref="Workflow"/> is serialized as it is.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 2 * WorkflowValidation.DepthLimit + 16)]
[JsonSerializable(typeof(IReadOnlyList<Workflow>))]
internal sealed partial class WorkflowJson : JsonSerializerContext
{
    public static byte[] Write(IReadOnlyList<Workflow> workflows) =>
        JsonSerializer.SerializeToUtf8Bytes(workflows, Default.IReadOnlyListWorkflow);

    /// <summary>Reads workflows and checks them.</summary>
    /// <exception cref="InvalidDataException">They cannot be read or are inconsistent; the message names the fault.</exception>
    public static IReadOnlyList<Workflow> Read(ReadOnlySpan<byte> json)
    {
        IReadOnlyList<Workflow>? workflows;
        try
        {
            workflows = JsonSerializer.Deserialize(json, Default.IReadOnlyListWorkflow);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The workflows cannot be read: {exception.Message}", exception);
        }

        var fault = workflows is null ? "there are none" : workflows.Select(WorkflowValidation.FindFault).FirstOrDefault(found => found is not null);
        return fault is null ? workflows! : throw new InvalidDataException($"The workflows cannot be used: {fault}.");
    }
}
