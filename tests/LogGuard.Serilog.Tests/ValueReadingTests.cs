using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

public class ValueReadingTests
{
    private static readonly SerilogLineRenderer Renderer = SerilogLineRenderer.Instance;

    public static TheoryData<object, double> Numbers => new()
    {
        { true, 1 }, { false, 0 }, { (sbyte)-3, -3 }, { (byte)3, 3 }, { (short)-4, -4 }, { (ushort)4, 4 }, { -5, -5 }, { 5u, 5 },
        { -6L, -6 }, { 6UL, 6 }, { 0.5f, 0.5 }, { 0.25, 0.25 }, { 12.75m, 12.75 }, { TimeSpan.FromMilliseconds(1500), 1.5 },
        { DayOfWeek.Wednesday, 3 }, { LongEnum.Large, 1L << 40 }, { (Half)1.5, 1.5 }, { (Int128)7, 7 }, { (UInt128)8, 8 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void EveryKindOfNumberIsRead(object value, double number)
    {
        var line = Line("Took {Value}", ("Value", value));

        Assert.Equal(["Value"], Renderer.GetValueNames(line));
        Assert.Equal([number], Read(line, "Value"));
    }

    [Fact]
    public void NamesComeInTheOrderOfTheHolesAndOnlyOnce()
    {
        var line = Line("{B} then {A} of {Text} then {B}", ("A", 1), ("Text", "x"), ("B", 2), ("Enriched", 3));

        Assert.Equal(["B", "A"], Renderer.GetValueNames(line));
        Assert.Equal([2, 1], Read(line, "B", "A"));
    }

    [Fact]
    public void WhatIsMissingOrNoNumberIsNaN()
    {
        var line = Line("{A} {Text} {Null} {When}", ("Text", "12"), ("Null", null), ("When", DateTime.UtcNow));

        Assert.Empty(Renderer.GetValueNames(line));
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN], Read(line, "A", "Text", "Null", "When"));
    }

    [Fact]
    public void ReadingAllocatesNothing()
    {
        var line = Line("{A} {B} {C} {D}", ("A", 1), ("B", DayOfWeek.Friday), ("C", 1.5m), ("D", TimeSpan.FromSeconds(1)));
        string[] names = ["A", "B", "C", "D", "E"];
        var values = new double[5];
        Renderer.ReadValues(line, names, values);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Renderer.ReadValues(line, names, values);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task AValueLoggedThroughSerilogIsJudgedAndTheSessionsPropertyIsNot()
    {
        using var log = new OrderLog(options =>
        {
            options.Session.Property = "Number";

            // The process has just started, and its durations would not be judged.
            (options.Values.WarmUpTime, options.Values.WarmUpCount) = (TimeSpan.Zero, 0);
        });
        var random = new Random(1);
        for (var order = 0; order < 300; order++)
        {
            Log(order, 20 + random.NextDouble());
            if (order % 100 == 0)
            {
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Orders.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        Log(1_000_000_000, 20.5);
        Log(7, 63.2);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnusualValue, "7"), (anomaly.Kind, anomaly.SessionId));
        Assert.Equal("Packing 7 took 63.2 s", anomaly.Line);
        Assert.Equal("Seconds", anomaly.UnusualValue!.Name);

        void Log(int number, double seconds)
        {
            log.Logger.Information("Packing {Number}", number);
            log.Logger.Information("Packing {Number} took {Seconds} s", number, seconds);
        }
    }

    [Theory]
    [InlineData("Created", "Paid", "Cancelled", "Cancelled")]
    [InlineData(ConsoleColor.Red, ConsoleColor.Green, ConsoleColor.Blue, null)]
    [InlineData(true, true, false, null)]
    public async Task AStateLoggedThroughSerilogIsJudgedAsTextEnumOrBoolean(object one, object other, object never, string? text)
    {
        using var log = new OrderLog(options => options.Values.TextSets = true);
        for (var order = 0; order < 300; order++)
        {
            Log(order, order % 3 == 0 ? one : other);
            if (order % 100 == 0)
            {
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Orders.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        Log(1_001, one);
        Log(1_002, never);
        Log(1_003, never);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(("1002", "State", text), (anomaly.SessionId, anomaly.UnusualValue!.Name, anomaly.UnusualValue.Text));

        void Log(int order, object state)
        {
            log.Logger.Information("Order {OrderId} received", order);
            log.Logger.Information("Order {OrderId} is now {State}", order, state);
        }
    }

    [Fact]
    public void ReadingTextsAllocatesNothing()
    {
        var line = Line("{A} {B} {@C} {D}", ("A", "Paid"), ("B", DayOfWeek.Friday), ("C", "x"), ("D", new string('x', 65)));
        Assert.Equal(["A"], Renderer.GetTextNames(line));
        string[] names = ["A", "", "B", "D", "E"];
        var marks = new double[5];
        Renderer.ReadTexts(line, names, marks);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Renderer.ReadTexts(line, names, marks);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal([false, true, true, true, true], marks.Select(double.IsNaN));
    }

    private static double[] Read(LogEvent line, params string[] names)
    {
        var values = new double[names.Length];
        Renderer.ReadValues(line, names, values);
        return values;
    }

    private static LogEvent Line(string template, params (string Name, object? Value)[] properties) => new(
        DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, new MessageTemplateParser().Parse(template),
        properties.Select(property => new LogEventProperty(property.Name, new ScalarValue(property.Value))));

    private enum LongEnum : long
    {
        Large = 1L << 40,
    }
}
