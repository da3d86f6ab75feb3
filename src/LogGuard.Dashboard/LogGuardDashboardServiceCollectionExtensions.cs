using LogGuard.Dashboard;
using Microsoft.Extensions.DependencyInjection.Extensions;

// For discoverability.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the page of LogGuard needs.</summary>
public static class LogGuardDashboardServiceCollectionExtensions
{
    /// <summary>Adds the services of <c>app.MapLogGuard</c>: components, antiforgery and authorization, as far as the application has not added them.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddLogGuardDashboard(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddAuthorization();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<PageContext>();
        services.TryAddSingleton<DashboardAssets>();
        services.TryAddSingleton<AnswerLog>();
        services.TryAddSingleton<DetectorCache>();
        services.TryAddSingleton<LiveFeed>();
        return services;
    }
}
