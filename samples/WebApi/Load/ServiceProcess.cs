using System.Diagnostics;
using System.Text.Json;

namespace WebApi.Load;

/// <summary>The service in a process of its own, so that neither the load nor the other service shares its memory.</summary>
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

    /// <summary>What the detector says of itself.</summary>
    public async Task<DetectorHealth> GetHealthAsync(HttpClient client)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(Address, "/health")));
        var detector = json.RootElement.GetProperty("anomaly-detector");
        return new DetectorHealth(Text("state"), long.Parse(Text("received")), long.Parse(Text("dropped")), Text("description"));

        string Text(string name) => detector.GetProperty(name).GetString()!;
    }

    /// <summary>Processor time that the service has used.</summary>
    public TimeSpan GetProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Ends the service by the end of its input, and waits for it.</summary>
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

/// <summary>A part of what <c>/health</c> says.</summary>
internal sealed record DetectorHealth(string State, long Received, long Dropped, string Description);
