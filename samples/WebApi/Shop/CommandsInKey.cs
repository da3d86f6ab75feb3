using LogGuard;

namespace WebApi.Shop;

/// <summary>Tells the commands of EF Core apart, which otherwise share one template.</summary>
internal static class CommandsInKey
{
    public static void Set(AnomalyDetectorOptions options) => _ = options;
}
