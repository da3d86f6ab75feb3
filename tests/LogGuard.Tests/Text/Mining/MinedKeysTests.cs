using LogGuard.Keys;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public sealed class MinedKeysTests
{
    private readonly LogKeyVocabulary _vocabulary = new(limit: 100);

    [Fact]
    public void ATemplateKeepsItsKeyWhenItBecomesMoreGeneral()
    {
        var keys = Keys();

        string[] names = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"];
        var all = names.Select(name => keys.KeyOf($"connection from {name} was closed by peer", out _)).ToArray();

        Assert.Single(all.Select(_vocabulary.Resolve).Distinct());
        Assert.Equal(all[0], _vocabulary.Resolve(all[^1]));
        Assert.Equal("connection from <*> was closed by peer", _vocabulary.GetTemplate(all[0]));
    }

    [Fact]
    public void AfterTrainingALineUnlikeAllTemplatesStaysByItself()
    {
        var keys = Keys();
        var known = keys.KeyOf("instruction cache parity error corrected", out _);

        keys.Settle();
        var alert = keys.KeyOf("data cache parity error panic", out _);
        var other = keys.KeyOf("data cache parity error ignored", out _);

        Assert.Equal(3, new[] { known, alert, other }.Distinct().Count());
        Assert.Equal("data cache parity error panic", _vocabulary.GetTemplate(alert));
    }

    [Fact]
    public void ALogWhoseWordsVaryWithoutEndDoesNotFillTheVocabularyAfterTraining()
    {
        var vocabulary = new LogKeyVocabulary(limit: 5_000);
        var keys = new MinedKeys(vocabulary, new TemplateMinerOptions());
        keys.KeyOf("ready", out _);
        keys.Settle();

        for (var i = 0; i < 4_000; i++)
        {
            keys.KeyOf($"signal {Word(i)} has come in", out _);
        }

        Assert.InRange(vocabulary.Count, 1_000, 1_010);
    }

    [Theory]
    [InlineData("debug wait enable.................0", "debug wait enable............0", true)]
    [InlineData("file a.b.c of node r0-m1 lost", "file d.e.f of node r1-m7 lost", true)]
    [InlineData("17 torus receiver x+ input pipe errors", "2 torus receiver y- input pipe errors", false)]
    [InlineData("debug wait enable.................0", "debug interrupt enable............0", false)]
    [InlineData("User guest was denied access to page home", "User guest was granted access to page admin", false)]
    [InlineData("Transfer of funds was checked by clerk anna", "Transfer of funds was skipped by clerk eve", false)]
    [InlineData("debug wait enable", "machine check interrupt", false)]
    [InlineData("rts internal error", "rts panic! - stopping execution", false)]
    public void TemplatesAreAlikeIfTheirWordsAreTheSame(string line, string other, bool areAlike)
    {
        var keys = Keys();
        keys.KeyOf("ready", out _);
        keys.Settle();

        Assert.Equal(areAlike, keys.AreAlike(keys.KeyOf(line, out _), keys.KeyOf(other, out _)));
    }

    [Fact]
    public void AnApplicationsOwnTemplatesAreNeverAlike()
    {
        var keys = Keys();

        Assert.False(keys.AreAlike(_vocabulary.GetOrAdd("Order {Id} placed by {User}"), _vocabulary.GetOrAdd("Order {Id} paid by {User}")));
    }

    [Fact]
    public void WhatWasSavedGivesTheSameKeysAgain()
    {
        var keys = Keys();
        string[] lines = ["connection from alice closed", "block blk_12 of size 7 received", "connection from bob closed", "ready"];
        var before = lines.Select(line => keys.KeyOf(line, out _)).ToArray();
        keys.Settle();
        keys.KeyOf("something new", out _);

        var vocabulary = new LogKeyVocabulary(limit: 100);
        Assert.True(vocabulary.TryRestore(_vocabulary.ToArray(out var changes), changes));
        Assert.Null(MinedKeys.ProblemOf(keys.Save(), vocabulary.Count, new TemplateMinerOptions()));
        var restored = new MinedKeys(vocabulary, new TemplateMinerOptions(), keys.Save());

        Assert.Equal(before, lines.Select(line => restored.KeyOf(line, out _)));
        Assert.Equal(keys.KeyOf("something new", out _), restored.KeyOf("something new", out _));
        Assert.Equal(keys.KeyOf("something newer", out _), restored.KeyOf("something newer", out _));
    }

    [Fact]
    public void WhatWasSavedUnderOtherMasksOrWithWrongKeysIsRefused()
    {
        var keys = Keys();
        keys.KeyOf("block blk_12 received", out _);
        var saved = keys.Save()!;

        Assert.NotNull(MinedKeys.ProblemOf(saved, 1, new TemplateMinerOptions { Masks = false }));
        Assert.NotNull(MinedKeys.ProblemOf(saved, 0, new TemplateMinerOptions()));
        Assert.NotNull(MinedKeys.ProblemOf(saved with { Keys = [] }, 1, new TemplateMinerOptions()));
    }

    [Fact]
    public void PastTheVocabularysLimitALineIsTheUnknownKey()
    {
        var vocabulary = new LogKeyVocabulary(limit: 1);
        var keys = new MinedKeys(vocabulary, new TemplateMinerOptions());

        Assert.Equal(1, keys.KeyOf("first thing", out _));
        Assert.Equal(LogKey.Unknown, keys.KeyOf("quite another one here", out _));
    }

    [Fact]
    public void ParametersOfALineAreReadByItsTemplate()
    {
        var keys = Keys();
        const string Line = "Took 19.84 seconds to build instance 4";
        keys.KeyOf(Line, out var template);

        var parameters = new TextParameter[8];
        var count = keys.ReadParameters(template, Line, parameters);

        Assert.Contains(parameters[..count], parameter => parameter.Value == 19.84);
        Assert.Contains(parameters[..count], parameter => parameter is { Type: ParameterType.Integer, Value: 4 });
    }

    private MinedKeys Keys() => new(_vocabulary, new TemplateMinerOptions());

    // Letters only, since digits are masked.
    private static string Word(int number) => string.Concat(number.ToString("D4", null).Select(digit => (char)('a' + (digit - '0'))));
}
