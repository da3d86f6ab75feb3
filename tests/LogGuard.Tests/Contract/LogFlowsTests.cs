using FsCheck;
using FsCheck.Fluent;

namespace LogGuard.Tests.Contract;

public class LogFlowsTests
{
    [Fact]
    public void SessionsThatDifferInRepetitionsAreOneFlow() => Assert.Equal(["`a` `b`×1..3 `c`"], Shown("a b c", "a b b b c", "a b b c", "a b c"));

    [Fact]
    public void AGroupThatRepeatsIsOneStepAlsoWhereItCameOnce() =>
        Assert.Equal(["`a` (`x` `y`)×1..3 `z`"], Shown("a x y x y x y z", "a x y z"));

    [Fact]
    public void RangesWithinAGroupAreJoined() => Assert.Equal(["`a` (`x` `y`×1..2)×2"], Shown("a x y y x y"));

    [Fact]
    public void OtherOrdersAreOtherFlowsInTheOrderOfTheirTexts() => Assert.Equal(["`a` `b` `c`", "`a` `c` `b`", "`b` `a`"], Shown("b a", "a c b", "a b c"));

    [Fact]
    public void EmptySessionsAreLeftOut() => Assert.Empty(LogFlows.Of([[]]).Flows);

    [Fact]
    public void TheTextIsAsShown()
    {
        var flows = LogFlows.Of([["a {X}", "b", "b"], ["a {X}", "b"]], ["start", "b"], ["b"]).WithBuild(["a {X}", "never"]);

        Assert.Equal(
            """
            # Flows

            The orders of log lines in the sessions of a run, as LogGuard recorded them. ×2..5 is how often a step came in a row; the place of a warning is not judged.

            ## Workflow `a {X}`

            ```mermaid
            flowchart TD
              start(("start"))
              finish((("end")))
              n42e43f09["a {X}"]
              naf63df4c["b"]
              n42e43f09 --> naf63df4c
              naf63df4c --> finish
              naf63df4c --> naf63df4c
              start --> n42e43f09
            ```

            ### Flow

            1. `a {X}`
            1. `b` ×1..2 (warning)

            ## Outside sessions

            - `start`

            ## Never run

            - `never`

            """.ReplaceLineEndings("\n"),
            flows.ToMarkdown());
    }

    [Fact]
    public void WhatIsWrittenIsReadAgain() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll<string[][]>(sessions =>
        {
            var flows = LogFlows.Of(sessions.Select(session => (session ?? []).Select(template => template ?? "").ToArray()), ["\u0000`\\\n\u2028\ud800 x "], ["a"]);
            var text = flows.ToMarkdown();
            return LogFlows.Parse(text).ToMarkdown() == text && LogFlows.Parse(text.Replace("\n", "\r\n", StringComparison.Ordinal)).ToMarkdown() == text;
        }));

    [Fact]
    public void TheOrderOfSessionsDoesNotMatter() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            Gen.Choose(0, 3).Select(step => "abcd"[step].ToString()).ArrayOf().ArrayOf().ToArbitrary(),
            sessions => LogFlows.Of(sessions).ToMarkdown() == LogFlows.Of(sessions.Reverse()).ToMarkdown()));

    [Theory]
    [InlineData("", "line 1: the text must begin with \"# Flows\"")]
    [InlineData("# Flows\n## Things\n", "line 2: it is no section of flows: \"## Things\"")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n", "line 4: a flow has no step")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n1. `a` ×3..2\n", "line 4: it is no count such as \" ×3\" or \" ×1..3\": \" ×3..2\"")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n1. `a` ×0\n", "line 4: it is no count")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n- `a`\n", "line 4: it is no numbered step: \"- `a`\"")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n1. `a\n", "line 4: the template has no second backtick")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n1. `a\\q`\n", "line 4: the template has a backslash that escapes nothing")]
    [InlineData("# Flows\n## Workflow `a`\n### Flow\n1. repeated ×2:\n", "line 5: a group has no step")]
    [InlineData("# Flows\n## Workflow `a`\n```mermaid\n", "line 4: a picture has no end")]
    [InlineData("# Flows\n## Workflow `a`\nwords\n", "line 3: it is neither a flow nor a picture: \"words\"")]
    [InlineData("# Flows\n## Never run\n1. `a`\n", "line 3: it is no template of a list: \"1. `a`\"")]
    public void AFaultIsSaidWithItsLine(string text, string fault) =>
        Assert.StartsWith(fault, Assert.Throws<FormatException>(() => LogFlows.Parse(text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Shown(params string[] sessions) =>
        LogFlows.Of(sessions.Select(session => session.Split(' '))).Flows.Select(flow => string.Join(' ', flow.Steps.Select(Show)));

    private static string Show(LogFlowStep step)
    {
        var count = (step.Least, step.Most) switch { (1, 1) => "", var (least, most) when least == most => $"×{least}", var (least, most) => $"×{least}..{most}" };
        return (step.Template is null ? $"({string.Join(' ', step.Steps.Select(Show))})" : $"`{step.Template}`") + count;
    }
}
