// An NLog target in under fifty lines, written against the public contract only: detector.Intake, SessionId, LineRenderer and LogValue.
using LogGuard;
using NLog;
using NLog.Config;
using NLogTarget;

NLog.Common.InternalLogger.LogWriter = Console.Error;
NLog.Common.InternalLogger.LogLevel = LogLevel.Warn;
var options = new AnomalyDetectorOptions { OnAnomaly = Console.WriteLine, Diagnostics = Console.Error.WriteLine };
options.Session.Property = "OrderId";
options.Session.ClosingTemplates.Add("Order {OrderId} closed");
options.Queue.WhenFull = QueueFullMode.Wait; // a demonstration may wait
options.Model.TrainingSteps = 300;

await using var detector = new AnomalyDetector(options);
var configuration = new LoggingConfiguration();
configuration.AddRuleForAllLevels(new AnomalyDetectorTarget(detector));
LogManager.Configuration = configuration;
try
{
    var log = LogManager.GetLogger("Orders");
    for (var order = 1; order <= 300; order++)
    {
        Process(log, $"A-{order:000}");
    }

    await detector.TrainAsync();
    Process(log, "B-001", isPaid: false);
    await detector.FlushAsync();
}
finally
{
    LogManager.Shutdown();
}

static void Process(Logger log, string orderId, bool isPaid = true)
{
    log.Info("Order {OrderId} placed", orderId);
    if (isPaid)
    {
        log.Info("Payment of {Amount} for order {OrderId} captured", 9.95, orderId);
    }

    log.Info("Order {OrderId} shipped", orderId);
    log.Info("Order {OrderId} closed", orderId);
}

/* Expected output:
Unexpected line in session B-001, line 2: [Information] Order B-001 shipped
  why:      the step "Payment of {Amount} for order {OrderId} captured" was skipped
  expected: "Payment of {Amount} for order {OrderId} captured" (99.2 %), or "Order {OrderId} placed" (0.5 %), or "Order {OrderId} shipped" (0.3 %)
  workflow: it came after "Order {OrderId} placed", and between them "Payment of {Amount} for order {OrderId} captured" is missing
  before:   "Order {OrderId} placed"
*/
