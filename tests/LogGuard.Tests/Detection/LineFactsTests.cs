using LogGuard.Detection;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class LineFactsTests
{
    [Fact]
    public void PropertiesAreBoundedInNumberAndLength()
    {
        var properties = LineFacts.Properties(PipelineLog.Record() with { Line = new string('x', 1_000), Renderer = new ManyProperties() });

        Assert.Equal(15, properties.Count);
        Assert.All(properties, pair => Assert.Equal(257, pair.Value.Length));
        Assert.Equal(32, LineFacts.Properties(PipelineLog.Record() with { Line = "short", Renderer = new ManyProperties() }).Count);
    }

    [Fact]
    public void WhatThrowsIsLeftOut()
    {
        var record = PipelineLog.Record() with { Line = "line", Renderer = new Treacherous() };

        Assert.Equal("template", LineFacts.Render(record, "template"));
        Assert.Null(LineFacts.Category(record));
        Assert.Null(LineFacts.EventId(record));
        Assert.Null(LineFacts.Exception(record));
        Assert.Null(LineFacts.TraceId(record));
        Assert.Equal("kept", LineFacts.Properties(record)["Good"]);
        Assert.Single(LineFacts.Properties(record));
    }

    [Fact]
    public void AnEventWithoutItsLineHasNone()
    {
        Assert.Equal("template", LineFacts.Render(PipelineLog.Record(), "template"));
        Assert.Empty(LineFacts.Properties(PipelineLog.Record()));
    }

    private sealed class ManyProperties : LineRenderer
    {
        public override string Render(object line) => (string)line;

        public override string GetTemplate(object line) => (string)line;

        public override IReadOnlyList<string> GetPropertyNames(object line) => [.. Enumerable.Range(0, 100).Select(i => $"P{i}")];

        public override string? GetText(object line, string name) => (string)line;
    }

    private sealed class Treacherous : LineRenderer
    {
        public override string Render(object line) => throw new InvalidOperationException();

        public override string GetTemplate(object line) => throw new InvalidOperationException();

        public override string? GetCategory(object line) => throw new InvalidOperationException();

        public override string? GetTraceId(object line) => throw new InvalidOperationException();

        public override LogEventId? GetEventId(object line) => throw new InvalidOperationException();

        public override ExceptionDetail? GetException(object line) => throw new InvalidOperationException();

        public override IReadOnlyList<string> GetPropertyNames(object line) => ["Bad", "Good"];

        public override string? GetText(object line, string name) => name == "Good" ? "kept" : throw new InvalidOperationException();
    }
}
