using System.Runtime.CompilerServices;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>What enters the queue of a line whose door has no filter of its own.</summary>
public sealed class AnomalyDetectorCaptureTests
{
    private const string Template = "{{paid}} {Amount,5:0.0} by {@Card} in {Shop} {";

    [Theory]
    [InlineData(CapturedValues.All, true)]
    [InlineData(CapturedValues.Numbers, false)]
    [InlineData(CapturedValues.None, false)]
    public async Task TheLineItselfIsQueuedOnlyWhereAllIsTaken(CapturedValues values, bool isQueued)
    {
        await using var log = new PipelineLog(options => options.Capture.Values = values);
        using var gate = log.StopReaderAtEnd();
        var line = Take(log, "x");

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(isQueued, line.IsAlive);
        Assert.Equal(1, log.Detector.Counters.QueueLength);
    }

    [Theory]
    [InlineData(CapturedValues.Numbers, "", "{paid} 12.5 by {@Card} in {Shop} {")]
    [InlineData(CapturedValues.None, "", "{{paid}} {Amount,5:0.0} by {@Card} in {Shop} {")]
    [InlineData(CapturedValues.All, "Card", "{paid} 12.5 by *** in Main Street {")]
    [InlineData(CapturedValues.Numbers, "Amount", "{paid} {Amount,5:0.0} by {@Card} in {Shop} {")]
    [InlineData(CapturedValues.All, "Amount", "{paid} *** by 4111 in Main Street {")]
    public async Task TheTemplateIsFilledWithWhatIsTaken(CapturedValues values, string redacted, string line)
    {
        await using var log = new PipelineLog(options =>
            (options.Capture.Values, options.Capture.RedactedProperties) = (values, redacted == "" ? [] : [redacted]));
        await log.LearnAsync();

        Take(log, "x");
        await log.FlushAsync();

        Assert.Equal(line, Assert.Single(log.Anomalies).Line);
        Assert.Equal("trace", log.Anomalies.First().TraceId);
    }

    [Fact]
    public async Task ALineThatCannotBeReadIsNotTaken()
    {
        await using var log = new PipelineLog(options => options.Capture.Values = CapturedValues.Numbers);

        log.Detector.Intake.Take(Template, SessionId.From("x"), log.Time.UtcTicks, LogSeverity.Information, "no payment", new PaymentRenderer());
        await log.FlushAsync();

        Assert.Equal((1, 1, 0), (log.Detector.Counters.Received, log.Detector.Counters.DroppedByError, log.Detector.Counters.Processed));
    }

    [Fact]
    public async Task AMessageBuiltWithInterpolationIsNoExampleInWhatIsTold()
    {
        await using var log = new PipelineLog(options => options.Capture.Values = CapturedValues.None);

        for (var i = 0; i < 40; i++)
        {
            log.Line($"user u{i}x has logged in from 10.0.0.{i}", "x");
        }

        await log.FlushAsync();

        var advice = Assert.Single(log.Told, line => line.Contains("interpolation"));
        Assert.DoesNotContain("such as \"user", advice);
    }

    // In a method of its own, so that nothing here keeps the line.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Take(PipelineLog log, object session)
    {
        var line = new Payment(12.5, "4111", "Main Street");
        log.Detector.Intake.Take(Template, SessionId.From(session), log.Time.UtcTicks, LogSeverity.Information, line, new PaymentRenderer());
        return new WeakReference(line);
    }

    private sealed record Payment(double Amount, string Card, string Shop);

    private sealed class PaymentRenderer : LineRenderer
    {
        public override string Render(object line) => line.ToString()!;

        public override string? GetTraceId(object line) => "trace";

        public override string GetTemplate(object line) => Template;

        public override IReadOnlyList<string> GetValueNames(object line) => [nameof(Payment.Amount)];

        public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values) => values.Fill(((Payment)line).Amount);

        public override string? GetText(object line, string name) => name switch
        {
            nameof(Payment.Amount) => "12.5",
            nameof(Payment.Card) => ((Payment)line).Card,
            nameof(Payment.Shop) => ((Payment)line).Shop,
            _ => null,
        };
    }
}
