using LogGuard;
using WebApi.Faults;
using WebApi.Orders;
using WebApi.Watching;

namespace WebApi;

/// <summary>Builds the service.</summary>
internal static class OrderApp
{
    /// <summary>Number of training sessions; the default of the detector is 2,000.</summary>
    public const int LearntRequests = 5_000;

    /// <param name="args">
    /// <c>--faults</c> allows faults, <c>--no-detector</c> omits LogGuard, <c>--otlp URL</c> exports LogGuard's metrics and
    /// traces, <c>--model FOLDER</c> keeps the model, <c>--app-version V</c> sets the version, <c>--quiet</c> prints no anomalies, <c>--with-parent</c> ends the service at the end of its standard input.
    /// Other options are passed to ASP.NET Core, such as <c>--urls</c>.
    /// </param>
    /// <param name="configure">Further settings of the detector; for tests.</param>
    /// <param name="log">Further receivers of the log; for tests.</param>
    public static WebApplication Create(string[] args, Action<AnomalyDetectorOptions>? configure = null, Action<ILoggingBuilder>? log = null)
    {
        var settings = AppSettings.Parse(args);
        var builder = WebApplication.CreateSlimBuilder(settings.HostArguments);
        builder.Logging.ClearProviders();
        log?.Invoke(builder.Logging);

        // A request then has only lines of the service, and the lines of the host form no session.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));
        builder.Services.AddSingleton<Backend>();
        builder.Services.AddSingleton<OrderStore>();
        builder.Services.AddSingleton<OrderService>();
        builder.Services.AddSingleton(new FaultSwitches(settings.AllowsFaults));
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<AnomalyHistory>();
        var health = builder.Services.AddHealthChecks();
        if (settings.HasDetector)
        {
            builder.Logging.AddAnomalyDetector(options =>
            {
                Set(options);
                options.ModelPath = settings.Model;
                options.ApplicationVersion = settings.Version;
                configure?.Invoke(options);
            });
            builder.Services.AddAnomalyHandler<AnomalyHandler>();
            builder.Services.AddAlertHandler<AlertHandler>();
            builder.Services.AddLogGuardDashboard();
            health.AddAnomalyDetector();
        }
        else
        {
            // The baseline of the comparison: a log that does nothing.
            builder.Services.AddSingleton<ILoggerProvider, NothingProvider>();
        }

        if (settings.OtlpEndpoint is { } endpoint)
        {
            Telemetry.Export(builder.Services, endpoint);
        }

        var app = builder.Build();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/orders"),
            orders => orders.UseMiddleware<RequestLog>());
        OrderEndpoints.Map(app);
        AnomalyEndpoints.Map(app);
        Health.Map(app);
        if (settings.HasDetector)
        {
            // The sample has no users; the host answers on this machine only. A real service has a policy instead.
            app.MapLogGuard("/logguard", page => page.AllowAnonymous = true);
        }

        if (settings.AllowsFaults)
        {
            FaultEndpoints.Map(app);
        }

        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"listening on {app.Urls.First()}"));
        if (settings.EndsWithParent)
        {
            _ = Task.Run(() => EndWithParentAsync(app));
        }

        return app;
    }

    // All other settings keep their defaults.
    private static void Set(AnomalyDetectorOptions options)
    {
        // Without it, the end of a request would be judged after five minutes of silence.
        options.Session.ClosingTemplates.Add(OrderTemplates.RequestAnswered);

        // A service has this many requests in a few minutes, enough to include rare branches.
        options.Training.SessionCount = LearntRequests;

        // By default one amount in a thousand is unusual. In 20,000 requests that is a dozen false alarms about large orders.
        // Elapsed times do not use this setting.
        options.Values.Confidence = 0.9999;
        options.Diagnostics = Console.WriteLine;
    }

    // Console reads block, so they run on their own thread.
    private static async Task EndWithParentAsync(WebApplication app)
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        app.Lifetime.StopApplication();
    }
}
