using System.Text.Json.Serialization;

namespace LogGuard.Detectors;

/// <summary>The states of the models as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AutoState))]
[JsonSerializable(typeof(MergedLstmState))]
[JsonSerializable(typeof(CnnState))]
[JsonSerializable(typeof(LogRobustState))]
[JsonSerializable(typeof(NextTemplateState))]
[JsonSerializable(typeof(LogMsState))]
[JsonSerializable(typeof(PleGruState))]
[JsonSerializable(typeof(PcaState))]
[JsonSerializable(typeof(InvariantState))]
[JsonSerializable(typeof(SupervisedLstmState))]
[JsonSerializable(typeof(TfIdfLstmState))]
internal sealed partial class DetectorsJson : JsonSerializerContext;
