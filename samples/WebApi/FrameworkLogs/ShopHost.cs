using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using WebApi.Load;
using WebApi.Shop;

namespace WebApi.FrameworkLogs;

/// <summary>The shop in a process of its own, its model folder and its database, over several deploys.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _hasCommandsInKey;
    private readonly ConcurrentQueue<(ShopReport Report, long Arrived)> _reports = new();
    private volatile TaskCompletionSource<string> _state = new();
    private ServiceProcess _process = null!;

    private ShopHost(string folder, bool hasCommandsInKey)
    {
        _folder = folder;
        _hasCommandsInKey = hasCommandsInKey;
    }

    public Uri Address => _process.Address;

    /// <summary>The folder of the database, which can be lost.</summary>
    public string Storage => Path.Combine(_folder, "storage");

    public string Database => Path.Combine(Storage, "shop.db");

    /// <summary>Anomalies and alerts with their times of arrival, in order.</summary>
    public IReadOnlyCollection<(ShopReport Report, long Arrived)> Reports => _reports;

    public static async Task<ShopHost> StartAsync(string folder, bool hasCommandsInKey)
    {
        var host = new ShopHost(folder, hasCommandsInKey);
        Directory.CreateDirectory(host.Storage);
        host._process = await host.StartProcessAsync(null, "1.0.0");
        return host;
    }

    /// <summary>Stops the shop and starts it again in a version, on the same folder and at the same address.</summary>
    public async Task DeployAsync(string version)
    {
        Console.WriteLine($"  deploy of version {version}");
        var address = _process.Address;
        await _process.DisposeAsync();
        _process = await StartProcessAsync(address, version);
    }

    /// <summary>Switches a fault inside the shop.</summary>
    public Task SwitchAsync(string fault, bool isOn) => _process.SendAsync($"{fault} {(isOn ? "on" : "off")}");

    /// <summary>Returns the state of the detector, and its counters.</summary>
    public async Task<string> GetStateAsync()
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _state = answer;
        await _process.SendAsync(ShopConsole.State);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Returns the reports of a kind since a time.</summary>
    public IReadOnlyList<(ShopReport Report, long Arrived)> Since(string kind, long time) =>
        [.. _reports.Where(item => item.Report.Kind == kind && item.Arrived >= time)];

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task<ServiceProcess> StartProcessAsync(Uri? address, string version)
    {
        string[] arguments = [ShopSettings.Option, "--model", Path.Combine(_folder, "model"), "--database", Database, "--app-version", version];
        return ServiceProcess.StartAsync(address, Take, _hasCommandsInKey ? [.. arguments, "--commands-in-key"] : arguments);
    }

    private void Take(string line)
    {
        if (line.StartsWith('{') && JsonSerializer.Deserialize(line, AppJson.Default.ShopReport) is { } report)
        {
            _reports.Enqueue((report, Stopwatch.GetTimestamp()));
        }
        else if (line.StartsWith(ShopConsole.State, StringComparison.Ordinal))
        {
            _state.TrySetResult(line[ShopConsole.State.Length..]);
        }
        else
        {
            Console.WriteLine($"  {line}");
        }
    }
}
