using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebApi;
using WebApi.Load;
using WebApi.Orders;

namespace LogGuard.Cli.Tests.Support;

/// <summary>Logs of the order service in samples/WebApi, recorded under load, and a model that the command learnt from the first one.</summary>
public sealed class ShopLogs : IAsyncLifetime, IDisposable
{
    /// <summary>The step that is missing in <see cref="WithoutStep"/>.</summary>
    internal const string RemovedStep = OrderTemplates.Captured;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The log that the model learnt from.</summary>
    public string Learnt => Path.Combine(_folder, "learnt.clef");

    /// <summary>A later log of the same service.</summary>
    public string Unchanged => Path.Combine(_folder, "unchanged.clef");

    /// <summary>The later log of a service without one step.</summary>
    public string WithoutStep => Path.Combine(_folder, "without-step.clef");

    /// <summary>The model.</summary>
    public string Model => Path.Combine(_folder, "model");

    /// <summary>A copy of the model, without the report of another test, that a test may change.</summary>
    internal TemporaryFolder CopyModel()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Model, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not (".lock" or "report.json")))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Model, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public async Task InitializeAsync()
    {
        await RecordAsync();
        (await CliRun.RunAsync("train", Learnt, "--model", Model)).Ended(0);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private async Task RecordAsync()
    {
        await using var app = OrderApp.Create(["--no-detector", "--quiet", "--urls", "http://127.0.0.1:0"]);
        app.Services.GetRequiredService<Backend>().IsInstant = true;
        using var recorder = new ClefRecorder();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(recorder);
        await app.StartAsync();
        using var client = new OrderClient(new Uri(app.Urls.First()), connections: 4);
        await LoadPhase.RunAsync(client, connections: 4, seed: 5, count: 1_500);
        recorder.Save(Learnt);
        recorder.Clear();
        await LoadPhase.RunAsync(client, connections: 4, seed: 6, count: 500);
        recorder.Save(Unchanged);
        recorder.Save(WithoutStep, without: RemovedStep);
        await app.StopAsync();
    }
}

/// <summary>The tests that share the logs.</summary>
[CollectionDefinition(Name)]
public sealed class ShopCollection : ICollectionFixture<ShopLogs>
{
    internal const string Name = "shop";
}
