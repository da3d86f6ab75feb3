using LogGuard;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WebApi.FrameworkLogs;
using WebApi.Shop;

namespace WebApi.Tests.Shop;

/// <summary>The shop on a free port, in this process, with a folder of its own.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private RunningShop(WebApplication app, DirectoryInfo folder)
    {
        (_app, _folder) = (app, folder);
        Client = new ShopClient(new Uri(app.Urls.First()));
    }

    public ShopClient Client { get; }

    public AnomalyDetector Detector => _app.Services.GetRequiredService<AnomalyDetector>();

    public ShopFaults Faults => _app.Services.GetRequiredService<ShopFaults>();

    public string Storage => Path.Combine(_folder.FullName, "storage");

    public static async Task<RunningShop> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("logguard-shop-test-");
        folder.CreateSubdirectory("storage");
        var app = ShopApp.Create(ShopSettings.Parse(
        [
            ShopSettings.Option, "--model", Path.Combine(folder.FullName, "model"), "--database", Path.Combine(folder.FullName, "storage", "shop.db"),
            "--urls", "http://127.0.0.1:0",
        ]));
        await ShopApp.PrepareAsync(app);
        await app.StartAsync();
        return new RunningShop(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
