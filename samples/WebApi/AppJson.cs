using System.Text.Json.Serialization;
using LogGuard;
using WebApi.Faults;
using WebApi.Orders;

namespace WebApi;

/// <summary>The source-generated serialization of all requests and responses.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NewOrder))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(FaultRate))]
[JsonSerializable(typeof(FaultRate[]))]
[JsonSerializable(typeof(Anomaly))]
[JsonSerializable(typeof(Anomaly[]))]
internal sealed partial class AppJson : JsonSerializerContext;
