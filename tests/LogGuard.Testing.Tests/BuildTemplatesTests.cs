using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using SerilogLog = Serilog.Log;
using SerilogLogger = Serilog.ILogger;

namespace LogGuard.Testing.Tests;

public class BuildTemplatesTests
{
    private static readonly IReadOnlyList<string> Found = BuildTemplates.Of(typeof(BuildTemplatesTests).Assembly);

    [Theory]
    [InlineData("plain {Value}")]
    [InlineData("with exception {Value}")]
    [InlineData("with event id {Value}")]
    [InlineData("one of two {Value}")]
    [InlineData("the other of two {Value}")]
    [InlineData("from a static field {Value}")]
    [InlineData("from a constant {Value}")]
    [InlineData("from a local {Value}")]
    [InlineData("asynchronous {Value}")]
    [InlineData("in a lambda {Value}")]
    [InlineData("in a handler {Value}")]
    [InlineData("after a switch {Value}")]
    [InlineData("generated {Value}")]
    [InlineData("generated with a name {Value}")]
    [InlineData("defined {Value}")]
    [InlineData("Serilog {Value}")]
    [InlineData("Serilog's level {Value}")]
    [InlineData("Serilog's static log {Value}")]
    public void ATemplateIsFound(string template) => Assert.Contains(template, Found);

    [Theory]
    [InlineData("an argument")]
    [InlineData("a scope {Value}")]
    [InlineData("just a text")]
    [InlineData("through a parameter {Value}")]
    public void ATextThatIsNoTemplateOfALineIsNot(string text) => Assert.DoesNotContain(text, Found);

    [Fact]
    public void TheyAreSortedAndEachIsThereOnce() => Assert.Equal(Found.Distinct().Order(StringComparer.Ordinal), Found);

    [Fact]
    public void AnAssemblyThatLogsNothingHasNone() => Assert.Empty(BuildTemplates.Of(typeof(LogFlows).Assembly));

    [Fact]
    public void AnAssemblyWithoutAFileIsRefused()
    {
        var inMemory = System.Reflection.Emit.AssemblyBuilder.DefineDynamicAssembly(new System.Reflection.AssemblyName("Nowhere"), System.Reflection.Emit.AssemblyBuilderAccess.Run);

        Assert.Throws<ArgumentException>(() => BuildTemplates.Of(inMemory));
    }
}

/// <summary>Never runs; only its instructions are read.</summary>
[SuppressMessage("Performance", "CA1848", Justification = "These calls are what is to be found.")]
[SuppressMessage("Usage", "CA2254", Justification = "A template that is not constant is one of the cases.")]
internal static partial class Logging
{
    private const string Constant = "from a constant {Value}";

    private static readonly string Field = "from a static field {Value}";

    private static readonly Action<ILogger, int, Exception?> Defined = LoggerMessage.Define<int>(LogLevel.Information, new EventId(1), "defined {Value}");

    public static void Plain(ILogger log, bool isFirst, int value)
    {
        log.LogInformation("plain {Value}", "an argument");
        log.LogError(new InvalidOperationException("just a text"), "with exception {Value}", value);
        log.Log(LogLevel.Debug, new EventId(3), "with event id {Value}", value);
        log.LogInformation(isFirst ? "one of two {Value}" : "the other of two {Value}", value);
        log.LogInformation(Field, value);
        log.LogInformation(Constant, value);
        Defined(log, value, null);
        Generated(log, value);
        GeneratedWithName(log, value);
        Wrap(log, "through a parameter {Value}", value);
        using (log.BeginScope("a scope {Value}", value))
        {
            Action later = () => log.LogInformation("in a lambda {Value}", value);
            later();
        }
    }

    public static int Odd(ILogger log, int value)
    {
        var template = "from a local {Value}";
        for (var i = 0; i < value; i++)
        {
            log.LogInformation(template, i);
        }

        try
        {
            value = value switch { 0 => 1, 1 => 5, 2 => 7, 3 => 9, _ => 0 };
            log.LogInformation("after a switch {Value}", value);
        }
        catch (InvalidOperationException exception) when (exception.Message.Length > 3)
        {
            log.LogError(exception, "in a handler {Value}", value);
        }

        return value;
    }

    public static async Task LaterAsync(ILogger log, Task<int> value) => log.LogWarning("asynchronous {Value}", await value);

    public static void ToSerilog(SerilogLogger log, int value)
    {
        log.Information("Serilog {Value}", value);
        log.Write(LogEventLevel.Error, "Serilog's level {Value}", value);
        SerilogLog.Fatal(new InvalidOperationException(), "Serilog's static log {Value}", value);
    }

    private static void Wrap(ILogger log, string template, int value) => log.LogInformation(template, value);

    [LoggerMessage(LogLevel.Information, "generated {Value}")]
    private static partial void Generated(ILogger log, int value);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "generated with a name {Value}")]
    private static partial void GeneratedWithName(ILogger log, int value);
}
