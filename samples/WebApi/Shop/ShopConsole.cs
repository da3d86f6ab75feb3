using System.Text.Json;
using LogGuard;

namespace WebApi.Shop;

/// <summary>
/// The shop's standard input and output, by which the load observes and controls it without a line in its log: one JSON object a
/// line for each anomaly and alert, and the text of a diagnostic message otherwise.
/// </summary>
internal static class ShopConsole
{
    /// <summary>The line that asks for the state, and the beginning of its answer.</summary>
    public const string State = "state ";

    private static readonly Lock Output = new();

    public static void Tell(string line) => Write(line.ReplaceLineEndings(" "));

    public static void Tell(Anomaly anomaly) => Tell(new ShopReport("anomaly", anomaly.SessionId, anomaly.ToString()));

    public static void Tell(Alert alert) => Tell(new ShopReport("alert", alert.State.ToString(), alert.ToString()));

    public static void TellAddress(WebApplication app) => Write($"listening on {app.Urls.First()}");

    /// <summary>Obeys the lines of the input, and stops the service at its end.</summary>
    public static async Task ObeyAsync(WebApplication app)
    {
        var faults = app.Services.GetRequiredService<ShopFaults>();
        var detector = app.Services.GetRequiredService<AnomalyDetector>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(State, StringComparison.Ordinal))
            {
                var counters = detector.Counters;
                Write($"{State}{detector.State} received={counters.Received} dropped={counters.Dropped}");
            }
            else
            {
                faults.Switch(line);
            }
        }

        app.Lifetime.StopApplication();
    }

    private static void Tell(ShopReport report) => Write(JsonSerializer.Serialize(report, AppJson.Default.ShopReport));

    private static void Write(string line)
    {
        lock (Output)
        {
            Console.Out.WriteLine(line);
        }
    }
}

/// <summary>An anomaly or alert on the output of the shop.</summary>
/// <param name="Kind"><c>anomaly</c> or <c>alert</c>.</param>
/// <param name="State">The state of an alert, or the session of an anomaly.</param>
/// <param name="Text">The whole text.</param>
internal sealed record ShopReport(string Kind, string State, string Text);
