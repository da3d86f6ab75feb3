using LogGuard;
using WebApi.Faults;
using WebApi.Orders;
using WebApi.Watching;

namespace WebApi;

/// <summary>Puts the service together.</summary>
internal static class OrderApp
{
    /// <summary>Sessions that are learnt from; the detector's own default is 2,000.</summary>
    public const int LearntRequests = 5_000;

    /// <param name="args">
    /// <c>--faults</c> allows faults, <c>--no-detector</c> leaves LogGuard out, <c>--otlp URL</c> exports LogGuard's own metrics
    /// and traces, <c>--quiet</c> prints no anomalies, <c>--with-parent</c> ends the service with its standard input; the rest
    /// is ASP.NET Core's, such as <c>--urls</c>.
    /// </param>
    /// <param name="configure">Settings of the detector on top of those here; for tests.</param>
    public static WebApplication Create(string[] args, Action<AnomalyDetectorOptions>? configure = null)
    {
        var settings = AppSettings.Parse(args);
        var builder = WebApplication.CreateSlimBuilder(settings.HostArguments);
        builder.Logging.ClearProviders();

        // So that the lines of a request are the service's own, and those of the host, which are of no request, are no session.
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
                configure?.Invoke(options);
            });
            builder.Services.AddAnomalyHandler<AnomalyHandler>();
            health.AddAnomalyDetector();
        }
        else
        {
            // What it is compared with: a log that does nothing.
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

    // Everything else is the detector's default.
    private static void Set(AnomalyDetectorOptions options)
    {
        // Without it a request's end would be judged when nothing came of it for five minutes.
        options.Session.ClosingTemplates.Add(OrderTemplates.RequestAnswered);

        // What a service has in some minutes; rare branches are then in what is learnt from.
        options.Training.SessionCount = LearntRequests;

        // One amount in a thousand is unusual by the default, which is a dozen in 20,000 requests, each with an order that is
        // only large. Times are not held to it.
        options.Values.Confidence = 0.9999;
        options.Diagnostics = Console.WriteLine;
    }

    // The console reads without awaiting, hence the thread of its own.
    private static async Task EndWithParentAsync(WebApplication app)
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        app.Lifetime.StopApplication();
    }
}
