using System.Diagnostics;
using System.Text.Json;

namespace WebApi.Load;

/// <summary>Runs the service in its own process, so that it shares no memory with the load or the other service.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    private readonly Process _process;
    private readonly Task _reading;

    private ServiceProcess(Process process, Uri address, Task reading)
    {
        _process = process;
        _reading = reading;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts the service on a free port, and waits until it listens. Its output is repeated.</summary>
    public static Task<ServiceProcess> StartAsync(params string[] arguments) => StartAsync(null, line => Console.WriteLine($"  {line}"), arguments);

    /// <summary>Starts the service, and waits until it listens.</summary>
    /// <param name="address">The address of its predecessor; null for a free port.</param>
    /// <param name="onLine">Receives the lines of its output, in order.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ServiceProcess> StartAsync(Uri? address, Action<string> onLine, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServiceProcess).Assembly.Location);
        }

        foreach (var argument in (string[])["--with-parent", "--quiet", "--faults", "--urls", address?.ToString() ?? "http://127.0.0.1:0", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                return new ServiceProcess(process, new Uri(line[Announcement.Length..]), ReadAsync(process, onLine));
            }

            onLine(line);
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

    /// <summary>Writes a line to the input of the service.</summary>
    public Task SendAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Closes the input of the service, which ends it, and waits for its exit and the rest of its output.</summary>
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

        await _reading;
        _process.Dispose();
    }

    private static async Task ReadAsync(Process process, Action<string> onLine)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}

/// <summary>A part of the response of <c>/health</c>.</summary>
internal sealed record DetectorHealth(string State, long Received, long Dropped, string Description);
