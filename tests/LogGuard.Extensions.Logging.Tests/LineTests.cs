using System.Diagnostics;
using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class LineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task AnAnomalyShowsTheLineAsTheFrameworkFormatsIt(int way)
    {
        using var log = await ShopLog.LearntAsync();

        if (way == 0)
        {
            Shop.Weighed(log.Log, 1, 2, 3.5, "four", true, 6, "A1");
        }
        else
        {
            log.Log.LogInformation("Parcel {A,4} {B:000} {C} of {OrderId} weighed with {D}: {{E}}", 1, 2, null, "A1", new DateOnly(2026, 1, 2));
        }

        Assert.Equal(
            way == 0 ? "Parcel 1 2 3.5 four True 6 of A1 weighed" : "Parcel    1 002 (null) of A1 weighed with 01/02/2026: {E}",
            (await log.UnknownAsync()).Line);
    }

    // More than are kept side by side.
    [Fact]
    public async Task AnExtensionMethodsManyValuesAreAllShown()
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.LogInformation("Parcel {A} {B} {C} {D} {E} {F} {G} of {OrderId} weighed", 1, "two", 3.5, null, 'e', true, 7L, "A1");

        var anomaly = await log.UnknownAsync();
        Assert.Equal("Parcel 1 two 3.5 (null) e True 7 of A1 weighed", anomaly.Line);
        Assert.Equal("A1", anomaly.SessionId);
    }

    [Fact]
    public async Task EachDetectorOfAHostGetsTheLinesThatAThreadLogs()
    {
        using var second = new ShopLog();
        using var log = await ShopLog.LearntAsync(logging: logging => logging.AddProvider(new AnomalyDetectorLoggerProvider(second.Detector)));
        await second.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        Assert.True(await second.Detector.TrainAsync().WaitAsync(Shop.Patience));

        for (var number = 0; number < 100; number++)
        {
            log.Log.LogInformation("Order {OrderId} number {Number} went up in smoke", "A" + number, number);
            Shop.Weighed(log.Log, number, 2, 3.5, "d", true, 6, "B" + number);
        }

        await log.FlushAsync();
        await second.FlushAsync();
        var expected = Enumerable.Range(0, 100)
            .SelectMany(number => new[] { $"Order A{number} number {number} went up in smoke", $"Parcel {number} 2 3.5 d True 6 of B{number} weighed" });
        foreach (var anomalies in new[] { log.Anomalies, second.Anomalies })
        {
            Assert.Equal(expected, anomalies.Where(anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Select(anomaly => anomaly.Line));
        }
    }

    [Fact]
    public async Task AnExceptionIsNamedBehindTheMessage()
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.LogError(new InvalidOperationException("no stock"), "Order {OrderId} failed", "A1");

        Assert.Equal("Order A1 failed (InvalidOperationException: no stock)", (await log.UnknownAsync()).Line);
    }

    [Fact]
    public async Task AnAnomalyHasTheFactsOfItsLine()
    {
        using var log = await ShopLog.LearntAsync();
        var lost = new EventId(12, "Lost");

        log.Log.LogError(lost, new InvalidOperationException("no stock", new TimeoutException("no answer")), "Order {OrderId} lost {Parcels} parcels", "A1", 2);

        var anomaly = await log.UnknownAsync();
        Assert.Equal(new LogEventId(12, "Lost"), anomaly.EventId);
        Assert.Equal(
            new ExceptionDetail("System.InvalidOperationException", "no stock") { RootType = "System.TimeoutException", RootMessage = "no answer" }, anomaly.Exception);
        Assert.Equal("OrderId A1, Parcels 2", string.Join(", ", anomaly.Properties.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.NotNull(anomaly.Category);
        Assert.NotNull(anomaly.Service);
        Assert.NotNull(anomaly.ApplicationVersion);
    }

    // The first event of a call site decides where its events are stored.
    [Fact]
    public async Task EventsOfOneTemplateKeepTheirEventIds()
    {
        using var log = await ShopLog.LearntAsync();
        const string Template = "Order {OrderId} lost";
        foreach (var id in new[] { 0, 7, 0, 8, 7 })
        {
            log.Log.LogError(new EventId(id), Template, $"A{id}");
        }

        await log.FlushAsync();

        Assert.Equal(
            [null, new LogEventId(7), null, new LogEventId(8), new LogEventId(7)],
            log.Anomalies.Where(anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Select(anomaly => anomaly.EventId));
    }

    [Theory]
    [InlineData(CapturedValues.All, "no stock for bob", "OrderId ***, Customer bob, Parcels 2")]
    [InlineData(CapturedValues.Numbers, null, "Parcels 2")]
    [InlineData(CapturedValues.None, null, "")]
    public async Task TheFactsAreSubjectToCapture(CapturedValues values, string? message, string properties)
    {
        using var log = await ShopLog.LearntAsync(options => (options.Capture.Values, options.Capture.RedactedProperties) = (values, ["OrderId"]));

        log.Log.LogError(new EventId(12), new InvalidOperationException("no stock for bob"), "Order {OrderId} of {Customer} lost {Parcels} parcels", "A1", "bob", 2);

        var anomaly = await log.UnknownAsync();
        Assert.Equal(new ExceptionDetail("System.InvalidOperationException", message), anomaly.Exception);
        Assert.Equal(properties, string.Join(", ", anomaly.Properties.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(new LogEventId(12), anomaly.EventId);
    }

    // Nothing is shown of what may have changed since.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnObjectThatMayChangeIsShownAsItWas(bool isGenerated)
    {
        using var log = await ShopLog.LearntAsync();
        var basket = new List<string> { "as it was" };

        if (isGenerated)
        {
            Shop.Filled(log.Log, basket, "A1");
        }
        else
        {
            log.Log.LogInformation("Basket {Basket} of {OrderId}", basket, "A1");
        }

        basket[0] = "as it is now";
        Assert.Equal("Basket as it was of A1", (await log.UnknownAsync()).Line);
    }

    // The framework's own generator for redacted logging passes a state that each thread uses again.
    [Fact]
    public async Task AStateThatIsUsedAgainIsReadAsItWas()
    {
        using var log = await ShopLog.LearntAsync();
        var state = new List<KeyValuePair<string, object?>> { new("OrderId", "A1"), new("Why", "rain"), new("{OriginalFormat}", "Order {OrderId} late for {Why}") };

        log.Log.Log(LogLevel.Warning, default, state, null, (_, _) => "");
        state.Clear();
        state.Add(new("OrderId", "A2"));

        var anomaly = await log.UnknownAsync();
        Assert.Equal("Order A1 late for rain", anomaly.Line);
        Assert.Equal("A1", anomaly.SessionId);
    }

    [Fact]
    public async Task ALineHasTheTraceIdOfItsActivity()
    {
        using var log = await ShopLog.LearntAsync();
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        log.Log.Order("A1", "x");

        Assert.Equal(activity.TraceId.ToHexString(), (await log.UnknownAsync()).TraceId);
    }

    // What makes copies of states safe to keep: the framework's own types are what they are taken for.
    [Fact]
    public void TheFrameworksStatesAreKnown()
    {
        var seen = new Shapes();

        Shop.Received(seen, "A1");
        Shop.Weighed(seen, 1, 2, 3, "d", true, 6, "A1");
        Shop.Filled(seen, [], "A1");
        seen.LogInformation("Order {OrderId}", "A1");
        seen.Log(LogLevel.Information, default, "text", null, (_, _) => "");

        Assert.Equal(["fixed kept", "fixed kept", "fixed", "fixed", ""], seen.Seen);
    }

    [Fact]
    public async Task ALineHoldsNothingOnceItsSessionHasEnded()
    {
        using var log = new ShopLog(options => options.Session.Property = null);
        var reference = LogOne(log);
        await log.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        for (var i = 0; i < 2_000; i++)
        {
            log.Log.LogInformation("Order {OrderId} packed", "A1");
            if (i % 200 == 0)
            {
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        GC.Collect();

        Assert.False(reference.TryGetTarget(out _));
    }

    // Such a line returns to the pool of the lines with values, which would keep its message alive for as long as a session is open.
    [Fact]
    public async Task AMessageWithoutValuesIsLetGoWithItsLine()
    {
        using var log = new ShopLog();

        var messages = Enumerable.Range(0, 100).Select(number => LogMessage(log, number)).ToArray();
        await log.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        GC.Collect();

        Assert.DoesNotContain(messages, message => message.TryGetTarget(out _));
    }

    [Fact]
    public async Task AFatalLineInALongQueueKeepsItsText()
    {
        using var log = new ShopLog(options => options.Queue.Limit = 10_000);
        await Shop.LearnAsync(log.Detector, log.Log);
        using var gate = new Gate();
        using (log.Detector.Intake.Observe(gate))
        {
            log.Log.Order("A1", "x");
            gate.WaitForReader();
            for (var i = 0; i < 2_000; i++)
            {
                log.Log.LogInformation("Order {OrderId} packed", "A2");
            }

            log.Log.LogError("Order {OrderId} fell from the shelf", "A3");
            log.Log.LogCritical("Order {OrderId} burnt with the house", "A4");
            gate.Dispose();
            await log.FlushAsync();
        }

        Assert.Contains(log.Anomalies, anomaly => anomaly.Line == "Order {OrderId} fell from the shelf");
        Assert.Contains(log.Anomalies, anomaly => anomaly.Line == "Order A4 burnt with the house");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("no hole", "")]
    [InlineData("{A} and {B:000} and {C,-5} and {D,5:x}", "A B C D")]
    [InlineData("{{A}} {{{B}}} {C", "B")]
    [InlineData("{@A} {A} {A}", "@A A A")]
    public void HolesAreReadAsTheFrameworkReadsThem(string template, string names) =>
        Assert.Equal(names, string.Join(' ', TemplatePlaceholders.In(template)));

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<Exception> LogOne(ShopLog log)
    {
        var exception = new InvalidOperationException("held by nobody");
        log.Log.LogError(exception, "Order {OrderId} failed", "A1");
        return new WeakReference<Exception>(exception);
    }

    // Longer than the texts that the vocabulary knows by reference.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<string> LogMessage(ShopLog log, int number)
    {
        var message = $"message {number} " + new string('x', 2_000);
        log.Log.LogInformation(message);
        return new WeakReference<string>(message);
    }

    // The reader stands still at the first anomaly.
    private sealed class Gate : ISessionObserver, IDisposable
    {
        private readonly ManualResetEventSlim _reached = new();
        private readonly ManualResetEventSlim _opened = new();

        public void WaitForReader() => Assert.True(_reached.Wait(Shop.Patience), "the reader never came");

        public void OnAnomaly(SessionId session, Anomaly anomaly)
        {
            _reached.Set();
            _opened.Wait(Shop.Patience);
        }

        public void OnEnd(EndedSession session)
        {
        }

        public void Dispose() => _opened.Set();
    }

    private sealed class Shapes : ILogger
    {
        public List<string> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var shape = StateShape<TState>.Instance;
            Seen.Add($"{(shape.IsFixed ? "fixed" : "")}{(shape.IsKept ? " kept" : "")}");
        }
    }
}
