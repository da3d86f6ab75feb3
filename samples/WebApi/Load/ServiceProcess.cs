using System.Diagnostics;
using System.Text.Json;

namespace WebApi.Load;

/// <summary>Runs the service in its own process, so that it shares no memory with the load or the other service.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts the service on a free port, and waits until it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServiceProcess).Assembly.Location);
        }

        foreach (var argument in (string[])["--with-parent", "--quiet", "--faults", "--urls", "http://127.0.0.1:0", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                _ = EchoAsync(process);
                return new ServiceProcess(process, new Uri(line[Announcement.Length..]));
            }

            Console.WriteLine(line);
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The service did not start; it ended with {process.ExitCode}.");
    }

    /// <summary>Gets the health of the detector.</summary>
    public async Task<DetectorHealth> GetHealthAsync(HttpClient client)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(Address, "/health")));
        var detector = json.RootElement.GetProperty("anomaly-detector");
        return new DetectorHealth(Text("state"), long.Parse(Text("received")), long.Parse(Text("dropped")), Text("description"));

        string Text(string name) => detector.GetProperty(name).GetString()!;
    }

    /// <summary>Gets the processor time of the service.</summary>
    public TimeSpan GetProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Closes the input of the service, which ends it, and waits for its exit.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task EchoAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Console.WriteLine($"  {line}");
        }
    }
}

/// <summary>A part of the response of <c>/health</c>.</summary>
internal sealed record DetectorHealth(string State, long Received, long Dropped, string Description);
