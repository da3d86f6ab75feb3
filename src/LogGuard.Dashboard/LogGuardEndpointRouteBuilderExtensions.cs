using LogGuard.Dashboard;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// For discoverability.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page of LogGuard.</summary>
public static partial class LogGuardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the page of LogGuard: what is unusual in the application's log, why, and where in the workflow. It is for users that the
    /// application's authorization admits, unless <see cref="DashboardOptions.AllowAnonymous"/> is set.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path, which begins with a slash. The default is <c>/logguard</c>.</param>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <returns>A builder of conventions for all endpoints of the page.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or a setting is out of range; the message names every fault.</exception>
    /// <exception cref="InvalidOperationException"><c>AddLogGuardDashboard</c> was not called.</exception>
    /// <example>
    /// <code>
    /// builder.Logging.AddAnomalyDetector();
    /// builder.Services.AddLogGuardDashboard();
    /// var app = builder.Build();
    /// app.UseAuthentication();
    /// app.UseAuthorization();
    /// app.MapLogGuard("/logguard");
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapLogGuard(this IEndpointRouteBuilder endpoints, string path = "/logguard", Action<DashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(path);
        var options = new DashboardOptions();
        configure?.Invoke(options);
        var faults = options.FaultsOf();
        if (path.Length < 2 || path[0] != '/')
        {
            faults = $"path is \"{path}\"; it must begin with a slash and name a path. {faults}".TrimEnd();
        }

        if (faults.Length > 0)
        {
            throw new ArgumentException($"DashboardOptions: {faults}", nameof(configure));
        }

        if (endpoints.ServiceProvider.GetService<AnswerLog>() is not { } answers)
        {
            throw new InvalidOperationException("MapLogGuard needs services; call builder.Services.AddLogGuardDashboard().");
        }

        answers.Limit = options.AnswerLimit;
        if (options.AllowAnonymous)
        {
            LogOpen(endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("LogGuard.Dashboard"), path);
        }

        return DashboardEndpoints.Map(endpoints, path.TrimEnd('/'), options with { });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The page of LogGuard at {Path} is open to everybody who reaches it; set AllowAnonymous to false outside of development.")]
    private static partial void LogOpen(ILogger logger, string path);
}
