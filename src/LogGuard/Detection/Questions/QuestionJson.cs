using System.Text.Json.Serialization;

namespace LogGuard.Detection.Questions;

/// <summary>The states of the questions as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CountsState))]
[JsonSerializable(typeof(NewKeyState))]
[JsonSerializable(typeof(NextKeyState))]
[JsonSerializable(typeof(ValuesState))]
internal sealed partial class QuestionJson : JsonSerializerContext;
