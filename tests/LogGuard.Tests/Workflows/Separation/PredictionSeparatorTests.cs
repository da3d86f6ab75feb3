using LogGuard.EvaluationRuns;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows.Separation;

namespace LogGuard.Tests.Workflows;

/// <summary>The examples of Du et al., DeepLog, section 4.2, from its text: the keys are the paper's.</summary>
public class PredictionSeparatorTests
{
    /// <summary>Figure 4a: both keys come one after the other, and the prediction grows certain with them.</summary>
    [Fact]
    public void KeysThatComeOneAfterAnotherAreConcurrent()
    {
        var tasks = Separate(25, "25: 54 1.0", "54: 57 1.0", "57: 18 0.8, 56 0.2", "57 18: 56 1.0", "57 56: 18 1.0", "18 56: 31 1.0", "56 18: 31 1.0",
            "18: 56 0.6, 31 0.4", "56: 18 0.6, 31 0.4", "31: 25 1.0");

        Assert.Equal(["seq(25, 54, 57, any(18, 56), 31)"], tasks);
    }

    /// <summary>Figure 4b: after each of the keys comes one of its own, so each begins a new task.</summary>
    [Fact]
    public void KeysThatGoTheirOwnWaysBeginNewTasks()
    {
        var tasks = Separate(25, "25: 54 1.0", "54: 57 1.0", "57: 24 0.5, 26 0.5",
            "24: 60 1.0", "60: 61 1.0", "61: 62 1.0", "62: 25 0.5, 26 0.5",
            "26: 37 1.0", "37: 38 1.0", "38: 39 1.0", "39: 25 0.5, 24 0.5");

        Assert.Equal(["seq(24, 60, 61, 62)", "seq(26, 37, 38, 39)", "seq(25, 54, 57)"], tasks);
    }

    /// <summary>"25→54 → {57: 1.00}: we know that 25→54→57 is from one task", and 4c: 39→40 unrolled, folded again.</summary>
    [Fact]
    public void AnUnrolledLoopIsFolded()
    {
        var tasks = Separate(26, "26: 37 1.0", "37: 39 1.0", "39: 40 1.0", "40: 39 0.5, 26 0.5", "37 39 40: 39 1.0", "39 40 39 40: 26 1.0");

        Assert.Equal(["seq(26, 37, seq(39, 40){1..2})"], tasks);
    }

    [Fact]
    public void ALoopOfOpenLengthEndsWhereSomethingElseFollows()
    {
        var tasks = Separate(26, "26: 37 1.0", "37: 39 1.0", "39: 40 1.0", "40: 39 0.7, 41 0.3", "41: 26 1.0");

        Assert.Equal(["seq(26, 37, 39, 40, 41)"], tasks);
    }

    /// <summary>The paper's 18→54→57→18 and 31→54→57→56: three keys of history tell what two cannot.</summary>
    [Fact]
    public void ASharedSegmentIsResolvedByALongerHistory()
    {
        string[] script =
        [
            "18: 54 1.0", "31: 54 1.0", "54: 57 1.0", "54 57: 19 0.8, 56 0.2", "57: 19 0.8, 56 0.2",
            "18 54 57: 19 1.0", "31 54 57: 56 1.0", "19: 18 0.8, 31 0.2", "56: 18 0.8, 31 0.2",
        ];

        Assert.Equal(["seq(18, 54, 57, 19)", "seq(31, 54, 57, 56)"], Separate(18, script));
        Assert.DoesNotContain("seq(18, 54, 57, 19)", Separate(18, [.. script.Where(line => !line.StartsWith("18 54"))]));
    }

    /// <summary>"If the new task has very few log keys and always appears after a particular task": an if-else branch of it.</summary>
    [Fact]
    public void AShortTaskThatOnlyEverFollowsOneOtherIsABranchOfIt()
    {
        string[] script =
        [
            "25: 54 1.0", "54: 57 1.0", "57: 24 0.5, 26 0.5", "24: 60 1.0", "60: 25 0.5, 70 0.5", "26: 37 1.0", "37: 25 0.5, 70 0.5",
            "70: 71 1.0", "71: 72 1.0", "72: 73 1.0", "73: 25 0.5, 70 0.5",
        ];

        Assert.Equal(["seq(25, 54, 57, one(seq(24, 60), seq(26, 37)))", "seq(70, 71, 72, 73)"], Separate(25, script));
        Assert.Contains("seq(26, 37)", Separate(25, [.. script, "73: 25 0.5, 26 0.5"]));
    }

    [Fact]
    public void BranchesThatRunIntoTheSameKeysAgainEndThere()
    {
        var tasks = Separate(25, "25: 54 1.0", "54: 24 0.5, 26 0.5", "24: 60 1.0", "60: 61 1.0", "26: 61 1.0", "61: 62 1.0", "62: 63 1.0", "63: 64 1.0", "64: 25 0.5, 70 0.5",
            "70: 71 1.0", "71: 25 0.5, 70 0.5");

        Assert.Equal(["seq(25, 54, one(seq(24, 60), 26), 61, 62, 63, 64)", "seq(70, 71)"], tasks);
    }

    [Fact]
    public void TheTasksOfTheGeneratedLogAreFound()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var log = OpenStackLog.Generate(seed);
            var oracle = new WindowedNextKeyPredictor([new LogKeySequence(log.Keys, HasStart: false, HasEnd: false)], model: null);

            var tasks = new PredictionSeparator(oracle).Separate([log.Keys[0]]);

            GeneratedTasks.AssertFound(tasks, $"seed {seed}");
        }
    }

    private static string[] Separate(int first, params string[] script) =>
        [.. new PredictionSeparator(new ScriptedPredictor(script)).Separate([first]).Select(task => task.ToString())];
}
