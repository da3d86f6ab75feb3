using System.Text.Json.Serialization;
using LogGuard;
using WebApi.Faults;
using WebApi.Orders;
using WebApi.Shop;

namespace WebApi;

/// <summary>The source-generated serialization of all requests and responses.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NewOrder))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(FaultRate))]
[JsonSerializable(typeof(FaultRate[]))]
[JsonSerializable(typeof(Anomaly))]
[JsonSerializable(typeof(Anomaly[]))]
[JsonSerializable(typeof(ShopReport))]
[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(ItemWanted))]
[JsonSerializable(typeof(OrderWanted))]
[JsonSerializable(typeof(OrderShown))]
[JsonSerializable(typeof(OrderShown[]))]
[JsonSerializable(typeof(ProductShown))]
[JsonSerializable(typeof(ProductShown[]))]
internal sealed partial class AppJson : JsonSerializerContext;
