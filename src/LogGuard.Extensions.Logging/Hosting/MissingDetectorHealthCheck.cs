using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Answers for a detector that is not registered, in an application whose start does not validate options.</summary>
internal sealed class MissingDetectorHealthCheck(string name) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, HealthCheckRules.MissingDetector(name)));
}
