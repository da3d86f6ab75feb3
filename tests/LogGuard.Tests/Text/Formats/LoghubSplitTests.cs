using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

/// <summary>What loghub says its lines consist of; it trims lines at both ends, and so do the formats.</summary>
public class LoghubSplitTests
{
    [Theory]
    [InlineData("HDFS")]
    [InlineData("BGL")]
    [InlineData("OpenStack")]
    [InlineData("Hadoop")]
    [InlineData("Zookeeper")]
    [InlineData("Apache")]
    [InlineData("Linux")]
    [InlineData("Thunderbird")]
    public void EveryLineHasTheContentAndTheFieldsOfTheGroundTruth(string name)
    {
        var set = LoghubSet.Read(name);
        Assert.True(LineFormat.TryGet(name, out var format));
        var parts = new LineParts();

        Assert.Equal(2000, set.Lines.Length);
        Assert.Equal(2000, set.Rows.Count);
        for (var row = 0; row < set.Lines.Length; row++)
        {
            var split = new SplitLine(format, set.Lines[row], parts);
            Assert.True(split.Fits, set.Lines[row]);
            Assert.Equal(set.Value(row, "Content"), split.Content);
            foreach (var field in format.Fields.Where(set.Columns.Contains))
            {
                Assert.Equal(set.Value(row, field), split[field] ?? "");
            }

            Assert.NotNull(split.Time);
        }
    }

    [Fact]
    public void LevelsAreReadWhereTheSetHasThem()
    {
        foreach (var name in (string[])["HDFS", "BGL", "OpenStack", "Hadoop", "Zookeeper", "Apache"])
        {
            Assert.True(LineFormat.TryGet(name, out var format));
            Assert.All(LoghubSet.Read(name).Lines, line => Assert.NotNull(new SplitLine(format, line).Severity));
        }
    }

    [Theory]
    [InlineData("BGL")]
    [InlineData("Thunderbird")]
    public void ALabelReachesNothingElse(string name)
    {
        var set = LoghubSet.Read(name);
        Assert.True(LineFormat.TryGet(name, out var format));

        for (var row = 0; row < set.Lines.Length; row++)
        {
            var split = new SplitLine(format, set.Lines[row]);
            Assert.Equal(set.Value(row, "Label"), split.Label);
            Assert.True(split.Parts.Content.Start > split.Parts.Label.End);
        }

        // One that fits in nothing but its label.
        var torn = new SplitLine(format, "KERNDTLB torn line");
        Assert.False(torn.Fits);
        Assert.Equal(("KERNDTLB", "torn line"), (torn.Label, torn.Content));
        Assert.Equal("", new SplitLine(format, "KERNDTLB").Content);
    }

    [Theory]
    [InlineData("BGL")]
    [InlineData("Thunderbird")]
    public void ALineWhoseLabelWasCutOffIsSplitAlike(string name)
    {
        Assert.True(LineFormat.TryGet(name, out var format));
        var without = format.WithoutLabel();

        Assert.True(format.HasLabel);
        Assert.False(without.HasLabel);
        Assert.DoesNotContain("Label", without.Fields);
        foreach (var line in LoghubSet.Read(name).Lines)
        {
            var split = new SplitLine(format, line);
            var cut = new SplitLine(without, line[(line.IndexOf(' ') + 1)..]);
            Assert.Equal((split.Content, split.Time, split.Severity, true), (cut.Content, cut.Time, cut.Severity, cut.Fits));
        }
    }
}
