using System.Text.Json.Serialization;
using LogGuard.Models.Values;

namespace LogGuard.Detection.Questions;

/// <summary>The states of the questions as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CountsState))]
[JsonSerializable(typeof(NewKeyState))]
[JsonSerializable(typeof(NextKeyState))]
[JsonSerializable(typeof(ValuesState))]
[JsonSerializable(typeof(ValueWatchState?[]))]
internal sealed partial class QuestionJson : JsonSerializerContext;
