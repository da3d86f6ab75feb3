using LogGuard;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WebApi.Shop;

/// <summary>
/// Builds a shop on EF Core and SQLite whose log is mostly the framework's: requests, endpoints and database commands at
/// Information. A request is a session by its trace id; the lines of the outbox and of the host have none.
/// </summary>
internal static class ShopApp
{
    public static async Task<int> RunAsync(ShopSettings settings)
    {
        await using var app = Create(settings);
        await PrepareAsync(app);
        _ = Task.Run(() => ShopConsole.ObeyAsync(app));
        await app.RunAsync();
        return 0;
    }

    /// <summary>Prepares the database of a shop that has not started.</summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShopDb>().PrepareAsync(CancellationToken.None);
    }

    public static WebApplication Create(ShopSettings settings)
    {
        var builder = WebApplication.CreateBuilder(settings.HostArguments);

        // No filter: the categories of ASP.NET Core, EF Core and the host stand at Information.
        builder.Logging.ClearProviders();
        builder.Logging.AddAnomalyDetector(options =>
        {
            options.ModelPath = settings.Model;
            options.Diagnostics = ShopConsole.Tell;
            options.OnAnomaly = ShopConsole.Tell;
            options.OnAlert = ShopConsole.Tell;

            // Stands for the version of the entry assembly, which is the default: a deploy of the load has no other assembly.
            options.ApplicationVersion = settings.Version;
            if (settings.HasCommandsInKey)
            {
                // Tells the commands of EF Core apart, which otherwise share one template.
                options.Keys.PropertiesInKey.Add("commandText");
            }
        });

        builder.Services.AddSingleton<ShopFaults>();
        builder.Services.AddSingleton<IInterceptor, SlowCommands>();
        builder.Services.AddDbContext<ShopDb>((services, options) => options
            .UseSqlite(ConnectionString(settings.Database))
            .AddInterceptors(services.GetServices<IInterceptor>()));
        builder.Services.AddHostedService<OutboxSender>();
        builder.Services.AddProblemDetails();

        var app = builder.Build();
        app.UseExceptionHandler();
        ShopEndpoints.Map(app);
        app.MapGet("/health", async (ShopDb db) => await db.Database.CanConnectAsync() ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.Lifetime.ApplicationStarted.Register(() => ShopConsole.TellAddress(app));
        return app;
    }

    // Each connection opens the file, so that it is gone at once with its folder. A command that finds the database locked waits
    // for three seconds, longer than any other command takes, cold or on a busy machine.
    private static string ConnectionString(string path) => $"Data Source={path};Pooling=False;Default Timeout=3";
}
