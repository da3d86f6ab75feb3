using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences.Capture;

public class FilteredLineRendererTests
{
    private const string Template = "{Amount} by {Card} in {Shop} for {Nobody}";

    [Fact]
    public void NumbersAloneAreTakenAndShown()
    {
        var line = Filter(CapturedValues.Numbers);

        Assert.Equal("12.5 by {Card} in {Shop} for {Nobody}", line.Text);
        Assert.Equal(["Amount"], line.Names);
        Assert.Equal([12.5], line.Numbers);
    }

    [Fact]
    public void WhereNothingIsTakenTheTemplateIsShown()
    {
        var line = Filter(CapturedValues.None, redacted: ["Card"]);

        Assert.Equal(Template, line.Text);
        Assert.Empty(line.Names);
        Assert.Empty(line.Numbers);
    }

    [Fact]
    public void ARedactedNumberIsNeitherTakenNorShown()
    {
        var line = Filter(CapturedValues.Numbers, redacted: ["Amount"]);

        Assert.Equal(Template, line.Text);
        Assert.Empty(line.Names);
    }

    [Fact]
    public void WhereAllIsTakenTextsAreShownButForThoseThatAreReplaced()
    {
        Assert.Equal("12.5 by *** in Main Street for {Nobody}", Filter(CapturedValues.All, redacted: ["Card"]).Text);
        Assert.Equal("*** by 4111 in Main Street for {Nobody}", Filter(CapturedValues.All, redacted: ["Amount"]).Text);
        Assert.Matches("^12.5 by #[0-9a-f]{16} in Main Street for {Nobody}$", Filter(CapturedValues.All, hashed: ["Card"]).Text);
    }

    [Fact]
    public void WhatWasTakenIsReadAsAnyLine()
    {
        var line = Filter(CapturedValues.All, redacted: ["Card"]);
        var renderer = FilteredLineRenderer.Instance;

        Assert.Equal(line.Text, renderer.Render(line));
        Assert.Equal(("trace", Template, "Shop.Payments"), (renderer.GetTraceId(line), renderer.GetTemplate(line), renderer.GetCategory(line)));
        Assert.Equal(["Amount"], renderer.GetValueNames(line));
        var values = new double[2];
        renderer.ReadValues(line, ["Card", "Amount"], values);
        Assert.Equal([double.NaN, 12.5], values);
    }

    private static FilteredLine Filter(CapturedValues values, IList<string>? redacted = null, IList<string>? hashed = null)
    {
        var options = new AnomalyDetectorOptions();
        (options.Capture.Values, options.Capture.RedactedProperties, options.Capture.HashedProperties) = (values, redacted ?? [], hashed ?? []);
        return FilteredLineRenderer.Filter("line", new Payment(), CaptureRules.For(options)!);
    }

    /// <summary>A payment, whatever line it is asked about.</summary>
    private sealed class Payment : LineRenderer
    {
        public override string Render(object line) => "not to be shown";

        public override string? GetTraceId(object line) => "trace";

        public override string GetTemplate(object line) => Template;

        public override string? GetCategory(object line) => "Shop.Payments";

        public override IReadOnlyList<string> GetValueNames(object line) => ["Amount"];

        public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
        {
            for (var i = 0; i < names.Length; i++)
            {
                values[i] = names[i] == "Amount" ? 12.5 : double.NaN;
            }
        }

        public override string? GetText(object line, string name) => name switch
        {
            "Amount" => "12.5",
            "Card" => "4111",
            "Shop" => "Main Street",
            _ => null,
        };
    }
}
