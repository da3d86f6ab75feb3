using System.Globalization;
using LogGuard.Keys;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Keys;

public class TextKeysTests
{
    private const int Many = TextKeys.StringBuiltCount;
    private static readonly KeySet NoKeys = new();

    private readonly LogKeyVocabulary _vocabulary = new(limit: 100);

    [Fact]
    public void AFewTextsThatAreAlikeKeepKeysOfTheirOwn()
    {
        var texts = Make();

        var keys = Built(texts, Many - 1);

        Assert.Equal(Enumerable.Range(1, Many - 1), keys);
        Assert.Equal(keys, Built(texts, Many - 1));
        Assert.Equal("user 3 came", _vocabulary.GetTemplate(3));
        Assert.False(_vocabulary.HasAliases);
    }

    [Fact]
    public void ManyTextsThatAreAlikeShareTheOldestKey()
    {
        var texts = Make();
        Assert.Equal(1, texts.KeyOf("started", out _));
        Built(texts, Many - 1);
        Assert.Equal(Many + 1, texts.KeyOf("stopped", out _));

        var key = texts.KeyOf("user 16 came", out var isTell);

        Assert.True(isTell);
        Assert.Equal(2, key);
        Assert.All(Enumerable.Range(1, 1000), i => Assert.Equal(2, texts.KeyOf(User(i), out var isTell) + (isTell ? 1 : 0)));
        Assert.Equal("user <*>", _vocabulary.GetTemplate(2));
        Assert.Equal(Many + 2, _vocabulary.Count);
        Assert.Equal((1, Many + 1), (texts.KeyOf("started", out _), texts.KeyOf("stopped", out _)));
    }

    [Fact]
    public void ATextWithAKeyIsFoundWithoutAskingForItsGroup()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        texts.KeyOf("user 1 came", out _);

        for (var i = 0; i < 100; i++)
        {
            texts.KeyOf(new string("user 1 came".AsSpan()), out _);
        }

        Assert.Equal(1, groups.Asked);
    }

    [Theory]
    [InlineData(Many - 1)]
    [InlineData(Many)]
    [InlineData(Many + 5)]
    public void ARestartChangesNothing(int count)
    {
        var before = Make();
        before.KeyOf("started", out _);
        Built(before, count);
        var expected = Built(before, count);
        var templates = _vocabulary.ToArray(out var changes);
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore(templates, changes));

        var after = new TextKeys(vocabulary, new FirstWordGroups(), NoKeys);

        Assert.Equal(expected, Built(after, count));
        Assert.Equal(before.KeyOf("user new", out _), after.KeyOf("user new", out _));
        Assert.Equal(_vocabulary.GetTemplate(2), vocabulary.GetTemplate(2));
        Assert.Equal(_vocabulary.Count, vocabulary.Count);
    }

    [Fact]
    public void AVocabularyFullOfStringBuiltTextsIsClearedUp()
    {
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(i, _vocabulary.GetOrAdd(User(i)));
        }

        var texts = Make();

        Assert.Equal(1, _vocabulary.Resolve(100));
        Assert.Equal(1, texts.KeyOf("user 101 came", out _));
        Assert.Equal(LogKey.Unknown, texts.KeyOf("started", out _));
    }

    [Fact]
    public void KeysThatMustStayExactAre()
    {
        for (var i = 1; i <= 40; i++)
        {
            _vocabulary.GetOrAdd(User(i));
        }

        var exact = new KeySet();
        exact.Add(7);
        var texts = new TextKeys(_vocabulary, new FirstWordGroups(), exact);

        Assert.Equal(7, texts.KeyOf(User(7), out _));
        Assert.Equal(1, texts.KeyOf(User(8), out _));
    }

    [Fact]
    public void MinedTemplatesAndThoseWithAValueInTheirKeyAreNoTexts()
    {
        for (var i = 1; i <= 40; i++)
        {
            _vocabulary.AddMined($"user {i}");
            _vocabulary.GetOrAdd(PropertyKeyText.Make("Executed {commandText}", ["commandText"], [$"SELECT {i}"]));
        }

        var groups = new FirstWordGroups();
        Make(groups);

        Assert.Equal(0, groups.Asked);
    }

    [Fact]
    public void TemplatesWithHolesAreExactUntilThereAreMore()
    {
        const int few = TextKeys.StringBuiltCountWithHoles - 1;
        var texts = Make();
        int[] Log(int first, int count) => [.. Enumerable.Range(first, count).Select(i => _vocabulary.GetOrAdd($"user u{i} did {{Action}}", leavesTexts: true))];

        Assert.Equal(few, Log(0, few).Distinct().Count());
        Assert.Equal((LogKey.Unknown, false), (texts.Observe(few), _vocabulary.LeavesHoles));
        Log(few, 1);
        Assert.True(texts.IsUnobserved(few + 1));

        Assert.Equal((1, true), (texts.Observe(few + 1), _vocabulary.LeavesHoles));
        Assert.Equal([LogKey.Mined], Log(100, 1));
        Assert.Equal(1, texts.KeyOf("user u100 did {Action}", out _));
        Assert.Equal(1, _vocabulary.Resolve(few));
    }

    [Fact]
    public void NoTextMergesKeysThatATrainedModelKnows()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        var accepted = texts.KeyOf("order was accepted", out _);
        var declined = texts.KeyOf("order was declined", out _);
        texts.Settle();

        var later = Enumerable.Range(0, 100).Select(i => texts.KeyOf($"order was x{i}", out _)).ToArray();

        Assert.Equal(1, groups.Settled);
        Assert.Equal((accepted, declined), (texts.KeyOf("order was accepted", out _), texts.KeyOf("order was declined", out _)));
        Assert.DoesNotContain(accepted, later);
        Assert.DoesNotContain(declined, later);
        Assert.Single(later.Skip(Many).Distinct());
    }

    [Fact]
    public void AfterARestartNoTextMergesKeysThatTheModelKnowsEither()
    {
        _vocabulary.GetOrAdd("order was accepted");
        _vocabulary.GetOrAdd("order was declined");
        for (var i = 0; i < 10; i++)
        {
            _vocabulary.GetOrAdd($"order was x{i}");
        }

        var groups = new FirstWordGroups();
        var texts = new TextKeys(_vocabulary, groups, NoKeys, key => key <= 2);
        var later = Enumerable.Range(0, 100).Select(i => texts.KeyOf($"order was y{i}", out _)).ToArray();

        Assert.Equal(1, groups.Settled);
        Assert.Equal((1, 2), (texts.KeyOf("order was accepted", out _), texts.KeyOf("order was declined", out _)));
        Assert.Equal(3, later[^1]);
        Assert.Equal(3, texts.KeyOf("order was x7", out _));
    }

    [Fact]
    public void GroupsThatAreMergedShareOneKey()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, Many, "user");
        Built(texts, Many, "guest");
        Built(texts, 3, "robot");
        Assert.Equal((1, Many + 1), (texts.KeyOf("user x", out _), texts.KeyOf("guest x", out _)));

        groups.Merge("guest", "user");
        Assert.Equal(1, texts.KeyOf("guest y", out _));
        groups.Merge("robot", "user");
        Assert.Equal(1, texts.KeyOf("user y", out _));

        Assert.Equal((1, 1), (texts.KeyOf("guest 3 came", out _), texts.KeyOf("robot 2 came", out _)));
    }

    [Fact]
    public void ExactTextsOfMergedGroupsAreCountedTogether()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, Many - 1, "user");
        Built(texts, Many - 1, "guest");

        groups.Merge("guest", "user");
        texts.KeyOf("guest y", out var isTell);

        Assert.True(isTell);
        Assert.Equal(1, texts.KeyOf("guest 3 came", out _));
    }

    [Fact]
    public void AKeyOnceGivenIsOnlyEverMerged() => Properties.Hold((int[] steps) =>
    {
        var vocabulary = new LogKeyVocabulary(limit: 40);
        var groups = new FirstWordGroups();
        var texts = new TextKeys(vocabulary, groups, NoKeys);
        var first = new Dictionary<string, int>();
        foreach (var step in steps.SelectMany(step => Enumerable.Range(0, 5).Select(i => (uint)step * 5 + i)))
        {
            var text = $"word{step % 3} {step / 3 % 30}";
            var key = texts.KeyOf(text, out _);
            if (!first.TryAdd(text, key) && first[text] != LogKey.Unknown && vocabulary.Resolve(first[text]) != key)
            {
                return false;
            }
        }

        return vocabulary.Count <= 40;
    });

    private TextKeys Make(FirstWordGroups? groups = null) => new(_vocabulary, groups ?? new FirstWordGroups(), NoKeys);

    private static int[] Built(TextKeys texts, int count, string word = "user") =>
        [.. Enumerable.Range(1, count).Select(i => texts.KeyOf(User(i, word), out _))];

    private static string User(int i, string word = "user") => string.Create(CultureInfo.InvariantCulture, $"{word} {i} came");

    [Fact]
    public void ASharedKeyIsShownWithTheTemplateOfItsGroupAsItIsNow()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, Many);
        Assert.Equal("user <*>", _vocabulary.GetTemplate(1));
        groups.Generalise("user", "<*>");

        Assert.Equal(1, texts.KeyOf(User(Many + 1), out var isTell));

        Assert.False(isTell);
        Assert.Equal("<*>", _vocabulary.GetTemplate(1));
    }

    [Fact]
    public void AnExactKeyIsShownWithItsOwnTextWhateverItsGroupBecomes()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, 2);
        groups.Generalise("user", "<*>");

        texts.KeyOf(User(3), out _);

        Assert.Equal([User(1), User(2), User(3)], Enumerable.Range(1, 3).Select(_vocabulary.GetTemplate));
    }

    [Fact]
    public void ASharedKeyIsThatOfAGroupWhichItsOwnIsMergedInto()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, Many);
        var guest = texts.KeyOf("guest 1 came", out _);
        groups.Merge("user", "guest");

        Assert.Equal(1, texts.KeyOf("guest 2 came", out _));

        Assert.Equal(1, _vocabulary.Resolve(guest));
        Assert.Equal(1, texts.KeyOf("guest 1 came", out _));
    }

    [Fact]
    public void ASharedKeyGoesToAGroupThatHadNoTextYet()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        Built(texts, Many);
        groups.GroupOf("guest", out _);
        groups.Merge("user", "guest");

        Assert.Equal(1, texts.KeyOf("guest 1 came", out _));
    }

    [Fact]
    public void ATextThatFindsNoGroupHasAKeyOfItsOwn()
    {
        var groups = new FirstWordGroups { IsFull = true };
        var texts = Make(groups);

        Assert.Equal(Enumerable.Range(1, 2 * Many), Built(texts, 2 * Many));
        Assert.False(_vocabulary.HasAliases);
    }

    [Fact]
    public void TextsOfGroupsThatWereMergedOnceAreCountedOnce()
    {
        var groups = new FirstWordGroups();
        var texts = Make(groups);
        foreach (var word in new[] { "user", "guest", "other" })
        {
            texts.KeyOf($"{word} 1", out _);
            texts.KeyOf($"{word} 2", out _);
        }

        groups.Merge("user", "guest");
        for (var i = 0; i < Many; i++)
        {
            // Tells of a merging again and again; there is nothing new to merge.
            groups.Merge("user", "guest");
            texts.KeyOf($"other {3 + i % 2}", out _);
            texts.KeyOf($"new{i}", out _);
        }

        texts.KeyOf("guest 3", out var isTell);
        Assert.False(isTell);
        Assert.False(_vocabulary.HasAliases);
    }
}
