using System.Xml.Linq;
using LogGuard.Tests.Support;
using LogGuard.Workflows;
using LogGuard.Workflows.Following;
using LogGuard.Workflows.Mining;

namespace LogGuard.Tests.Workflows;

public class WorkflowPictureTests
{
    private static readonly string[] Hostile =
    [
        "", "   ", "<*>", "<script>alert('x')</script>", "]]> & <!-- \"quotes\" 'and' -->", "null \0 and bell \a and \u001b[31m", "half a pair \ud83d", "\udc00",
        "\uffff\ufffe", "end\nclick n1 \"javascript:alert(1)\"", "a\"]; b [label=\"", "back\\slash\\", new string('x', 5000), string.Concat(Enumerable.Repeat("\U0001F600", 200)), "{Order} | `tick` #quot; %%",
    ];

    [Fact]
    public void ThePictureIsWellFormedWhateverTheTemplatesAre()
    {
        foreach (var template in Hostile)
        {
            var workflow = Mine(["a b c d", "a c b d", "a e e e d"], _ => template);
            var path = WorkflowPath.Of(workflow, Some.Keys("a x c a"), _ => template);

            var svg = XDocument.Parse(workflow.ToSvg(path));

            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
            Assert.Equal("svg", svg.Root!.Name.LocalName);
        }
    }

    [Fact]
    public void AStrictContentSecurityPolicyDropsNothingOfThePicture()
    {
        var workflow = Mine(["a b c d", "a c b d", "a e e e d", "a d"], key => $"step {key}");
        foreach (var path in (WorkflowPath?[])[null, WorkflowPath.Of(workflow, Some.Keys("a x c a"), key => $"step {key}")])
        {
            var elements = XDocument.Parse(workflow.ToSvg(path)).Descendants().ToArray();

            Assert.DoesNotContain(elements, element => element.Name.LocalName == "style");
            Assert.DoesNotContain(elements.Attributes(), attribute => attribute.Name.LocalName is "style" or "class");
            Assert.All(
                elements.Where(element => element.Name.LocalName is "rect" or "circle" or "path"),
                element => Assert.True(element.Attribute("fill") is not null, element.ToString()));
        }
    }

    // The contrast that the Web Content Accessibility Guidelines ask for, 4.5 to 1, on the picture's own opaque ground.
    [Theory]
    [InlineData("text", "step")]
    [InlineData("text", "step done")]
    [InlineData("text", "step skipped")]
    [InlineData("text", "step broken")]
    [InlineData("notetext", "note")]
    [InlineData("title", "ground")]
    [InlineData("subtitle", "ground")]
    [InlineData("edgelabel", "ground")]
    [InlineData("badgetext", "badge")]
    [InlineData("tagtext", "skippedtag")]
    public void TextStandsOutFromWhatIsBehindIt(string text, string behind)
    {
        var (light, dark) = (Luminance(Fill(text)), Luminance(Fill(behind)));

        Assert.True((Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05) >= 4.5);

        static string Fill(string names) => System.Text.RegularExpressions.Regex.Match(SvgStyles.Of(names) + SvgStyles.Root, "fill=\"#([0-9a-f]{6})").Groups[1].Value;
        static double Luminance(string colour) => Enumerable.Range(0, 3).Sum(part =>
        {
            var value = Convert.ToInt32(colour.Substring(2 * part, 2), 16) / 255.0;
            return (value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)) * new[] { 0.2126, 0.7152, 0.0722 }[part];
        });
    }

    [Theory]
    [InlineData("red \u001b[31m", "red \\u001b[31m")]
    [InlineData("bell\a", "bell\\u0007")]
    [InlineData("nul\0", "nul\\u0000")]
    [InlineData("c1 \u009b", "c1 \\u009b")]
    [InlineData("right \u202eto left", "right \\u202eto left")]
    public void AControlCharacterIsShownAndNotObeyed(string template, string shown)
    {
        var workflow = Mine(["a b"], _ => template);

        var svg = XDocument.Parse(workflow.ToSvg());

        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "title" && element.Value == shown);
        Assert.DoesNotContain(svg.ToString(), character => char.IsControl(character) && character is not ('\n' or '\r'));
        Assert.DoesNotContain(workflow.ToMermaid() + workflow.ToDot(), character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void NoTemplateLeavesItsLabelInMermaidOrDot()
    {
        foreach (var template in Hostile)
        {
            var workflow = Mine(["a b", "b a"], _ => template);

            // Each line is still one of ours, and quotes pair up.
            Assert.All(workflow.ToMermaid().Split('\n'), line => Assert.True(line.Count(character => character == '"') % 2 == 0, line));
            Assert.All(workflow.ToMermaid().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1), line => Assert.Matches("^ +(n[0-9]+|subgraph|end|classDef)", line));
            Assert.All(workflow.ToDot().Split('\n'), line => Assert.True(line.Replace("\\\\", "").Replace("\\\"", "").Count(character => character == '"') % 2 == 0, line));
        }
    }

    [Fact]
    public void ThePictureShowsStepsSharesTimesAndRepetitions()
    {
        var traces = Enumerable.Range(0, 40).Select(number => number % 4 == 0
            ? new WorkflowTrace(Some.Keys("a b c c c d"), [0, 20_000_000, 0, 0, 0, 0])
            : new WorkflowTrace(Some.Keys("a c c c d"), [0, 0, 0, 0, 0])).ToArray();

        var svg = new WorkflowMiner(key => $"step {key}").MineOne(traces, 0)!.ToSvg();

        Assert.Contains(">step 2<", svg);
        Assert.Contains(">25 % · 2 s<", svg);
        Assert.Contains(">3×<", svg);
        Assert.DoesNotContain("http://", svg.Replace("http://www.w3.org/2000/svg", ""));
    }

    [Fact]
    public void TheAnomalousSessionIsDrawnOverIt()
    {
        var workflow = Mine(["a b c d e"], key => $"step {key}");

        var path = WorkflowPath.Of(workflow, Some.Keys("a x b d e a"), key => $"foreign {key}");
        var svg = workflow.ToSvg(path);

        Assert.Equal([(2, WorkflowMoveKind.Foreign), (4, WorkflowMoveKind.Skipped), (6, WorkflowMoveKind.Repeated)], path.Deviations.Select(deviation => (deviation.Position, deviation.Kind)));
        Assert.Equal(["step 3"], path.Skipped.Select(step => workflow.GetNodes()[step].Template));
        Assert.Contains(">event 2 does not belong here<", svg);
        Assert.Contains(">foreign 24<", svg);
        Assert.Contains(">skipped<", svg);
        Assert.Contains(">event 6 came once too often<", svg);
        Assert.Contains("foreign 24", workflow.ToMermaid(path));
        Assert.Contains("foreign 24", workflow.ToDot(path));
        Assert.Contains(":::skipped", workflow.ToMermaid(path));
    }

    [Fact]
    public void ManyThreadsStandInSeveralRows()
    {
        var random = new Random(3);
        var traces = Enumerable.Range(0, 200).Select(_ =>
        {
            var keys = Enumerable.Range(1, 12).ToArray();
            random.Shuffle(keys);
            return new WorkflowTrace(keys);
        }).ToArray();

        var svg = XDocument.Parse(new WorkflowMiner(key => $"step {key}").MineOne(traces, 0)!.ToSvg());

        Assert.True(int.Parse(svg.Root!.Attribute("width")!.Value) < 1200);
    }

    private static Workflow Mine(string[] sessions, Func<int, string> templateOf) =>
        new WorkflowMiner(templateOf).MineOne([.. sessions.Select(letters => new WorkflowTrace(Some.Keys(letters), null, 10))], 0)!;
}
