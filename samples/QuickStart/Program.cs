// Logs an order workflow, learns it in seconds, and then ships one order without a payment. --pictures DIR draws the workflow,
// and the path of that order over it. --door logging logs the orders through Microsoft.Extensions.Logging instead of Serilog.
using LogGuard;
using Microsoft.Extensions.Logging;
using Serilog;

Serilog.Debugging.SelfLog.Enable(Console.Error);
var pictures = ValueOf("--pictures");
var door = ValueOf("--door") ?? "serilog";
var anomalies = new List<Anomaly>();
var options = new AnomalyDetectorOptions { OnAnomaly = Tell, Diagnostics = Console.Error.WriteLine };
options.Session.Property = "OrderId";
options.Session.ClosingTemplates.Add("Order {OrderId} closed");
options.Queue.WhenFull = QueueFullMode.Wait; // a demonstration may wait; a service should drop events
options.Model.TrainingSteps = 500;           // enough for this small workflow

await using var detector = new AnomalyDetector(options);
Log.Logger = new LoggerConfiguration()
    .WriteTo.AnomalyDetector(detector)
    .CreateLogger();
using var loggers = LoggerFactory.Create(logging => logging.AddAnomalyDetector(detector));
var logger = loggers.CreateLogger("Orders");
Action<string, object[]> log = door == "logging" ? (template, values) => logger.LogInformation(template, values) : Log.Information;

try
{
    var random = new Random(1);
    for (var order = 1; order <= 500; order++)
    {
        Process(log, $"A-{order:0000}", random);
    }

    Console.WriteLine($"Learning from {detector.Counters.Received:N0} events ...");
    await detector.TrainAsync();

    Console.WriteLine("Detecting. Ten more orders, and one that is shipped without payment:");
    for (var order = 501; order <= 510; order++)
    {
        Process(log, $"A-{order:0000}", random);
    }

    Process(log, "B-0001", random, forgetsPayment: true);
    await detector.FlushAsync();
    if (pictures is not null)
    {
        Pictures.Write(pictures, detector.Workflows, anomalies);
    }
}
finally
{
    await Log.CloseAndFlushAsync();
}

string? ValueOf(string option) => Array.IndexOf(args, option) is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : null;

void Tell(Anomaly anomaly)
{
    Console.WriteLine(anomaly);
    anomalies.Add(anomaly);
}

static void Process(Action<string, object[]> log, string orderId, Random random, bool forgetsPayment = false)
{
    var items = random.Next(1, 6);
    log("Order {OrderId} placed by {Customer}", [orderId, $"customer {random.Next(100)}"]);
    for (var item = 1; item <= items; item++)
    {
        log("Item {Item} of order {OrderId} reserved", [item, orderId]);
    }

    if (random.Next(4) == 0)
    {
        log("Voucher applied to order {OrderId}", [orderId]);
    }

    if (!forgetsPayment)
    {
        log("Payment of {Amount:0.00} for order {OrderId} captured", [items * 9.95, orderId]);
    }

    log("Order {OrderId} shipped in {Parcels} parcels", [orderId, 1 + items / 4]);
    log("Order {OrderId} closed", [orderId]);
}

/* Expected output:
Learning from 3,558 events ...
Detecting. Ten more orders, and one that is shipped without payment:
Unexpected line in session B-0001, line 3: [Information] Order B-0001 shipped in 1 parcels
  why:      the step "Payment of {Amount:0.00} for order {OrderId} captured" was skipped
  expected: "Item {Item} of order {OrderId} reserved" (78.5 %), or "Payment of {Amount:0.00} for order {OrderId} captured" (16.9 %), or "Voucher applied to order {OrderId}" (4.6 %)
  workflow: it came after "Item {Item} of order {OrderId} reserved", and between them "Payment of {Amount:0.00} for order {OrderId} captured" is missing
  before:   "Order {OrderId} placed by {Customer}" > "Item {Item} of order {OrderId} reserved"
*/
