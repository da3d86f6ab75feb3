using LogGuard.Keys;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Keys;

/// <summary>What happens to keys after they were given.</summary>
public class LogKeyVocabularyChangesTests
{
    private readonly LogKeyVocabulary _vocabulary = new(limit: 100);

    [Fact]
    public void ARenamedKeyIsShownOtherwiseAndFoundAsBefore()
    {
        var key = _vocabulary.GetOrAdd("user 7 signed in");

        _vocabulary.Rename(key, "user <*> signed in");

        Assert.Equal("user <*> signed in", _vocabulary.GetTemplate(key));
        Assert.Equal(key, _vocabulary.GetOrAdd("user 7 signed in"));
        Assert.Equal(["user 7 signed in"], _vocabulary.ToArray());
        Assert.NotEqual(key, _vocabulary.GetOrAdd("user <*> signed in"));
    }

    [Fact]
    public void OnlyAKeyThatWasGivenCanBeRenamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _vocabulary.Rename(1, "a"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _vocabulary.Rename(LogKey.Unknown, "a"));
        Assert.Equal(0, _vocabulary.ChangeCount);
    }

    [Fact]
    public void AMinedTemplateAndAnApplicationsOfEqualTextHaveKeysOfTheirOwn()
    {
        var own = _vocabulary.GetOrAdd("step <*>");
        var mined = _vocabulary.AddMined("step <*>");
        var later = _vocabulary.AddMined("later");

        Assert.Equal([1, 2, 3], [own, mined, later]);
        Assert.Equal(own, _vocabulary.GetOrAdd("step <*>"));
        Assert.Equal(mined, _vocabulary.AddMined("step <*>"));
        Assert.Equal(4, _vocabulary.GetOrAdd("later"));
        Assert.Equal([false, true, true, false, false, false], new[] { 1, 2, 3, 4, 5, 0 }.Select(_vocabulary.IsMined));
    }

    [Fact]
    public void MinedTemplatesFindNoMoreRoomThanOthers()
    {
        var vocabulary = new LogKeyVocabulary(limit: 1);
        Assert.Equal(1, vocabulary.AddMined("a"));

        Assert.Equal(LogKey.Unknown, vocabulary.AddMined("b"));
        Assert.Equal(LogKey.Unknown, vocabulary.GetOrAdd("a"));

        Assert.Equal(2, vocabulary.OverflowCount);
        Assert.Equal("b", vocabulary.OverflowExample);
    }

    [Fact]
    public void AMergedKeyCountsAsTheOtherInOneStep()
    {
        int[] keys = [_vocabulary.GetOrAdd("a"), _vocabulary.GetOrAdd("b"), _vocabulary.GetOrAdd("c"), _vocabulary.GetOrAdd("d")];
        Assert.False(_vocabulary.HasAliases);

        Assert.True(_vocabulary.AddAlias(1, 2));
        Assert.True(_vocabulary.AddAlias(2, 3));

        Assert.Equal([3, 3, 3, 4], keys.Select(_vocabulary.Resolve));
        Assert.Equal("c", _vocabulary.GetTemplate(1));
        Assert.Equal(1, _vocabulary.GetOrAdd("a"));
        Assert.Equal([LogKey.Unknown, -1, 77], new[] { LogKey.Unknown, -1, 77 }.Select(_vocabulary.Resolve));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 9)]
    [InlineData(-1, 1)]
    public void WhatCannotBeMergedIsRefused(int from, int to)
    {
        _vocabulary.GetOrAdd("a");
        _vocabulary.GetOrAdd("b");
        _vocabulary.AddAlias(1, 2);
        var before = _vocabulary.ChangeCount;

        Assert.False(_vocabulary.AddAlias(from, to));

        Assert.Equal((before, 2, 2), (_vocabulary.ChangeCount, _vocabulary.Resolve(1), _vocabulary.Resolve(2)));
    }

    [Fact]
    public void KeysAreForLifeWhateverHappensToThem() => Properties.Hold((int[] steps) =>
    {
        var vocabulary = new LogKeyVocabulary(limit: 8);
        var own = new Dictionary<string, int>();
        var mined = new Dictionary<string, int>();
        var given = 0;
        foreach (var step in steps.Select(step => (uint)step))
        {
            // The same few texts on both sides, so that they meet; more of them than there is room for.
            var text = $"text {step / 8 % 6}";
            var (from, to) = (1 + (int)(step / 8 % 9), 1 + (int)(step / 72 % 9));
            switch (step % 6)
            {
                case 0 or 1:
                    Expect(own, text, vocabulary.GetOrAdd(text));
                    break;
                case 2:
                    Expect(mined, text, vocabulary.AddMined(text));
                    break;
                case 3 when from <= given:
                    vocabulary.Rename(from, text);
                    break;
                case 4:
                    vocabulary.AddAlias(from, to);
                    break;
                case 5:
                    vocabulary = SavedAndRestored(vocabulary);
                    break;
                default:
                    break;
            }
        }

        vocabulary = SavedAndRestored(vocabulary);
        return own.All(entry => vocabulary.GetOrAdd(entry.Key) == entry.Value)
            && mined.All(entry => vocabulary.AddMined(entry.Key) == entry.Value)
            && Enumerable.Range(0, 10).All(key => vocabulary.Resolve(vocabulary.Resolve(key)) == vocabulary.Resolve(key));

        void Expect(Dictionary<string, int> keys, string text, int key)
        {
            if (!keys.TryGetValue(text, out var before))
            {
                // Given in order, or not at all.
                Assert.Equal(given < 8 ? given + 1 : LogKey.Unknown, key);
                given += key == LogKey.Unknown ? 0 : 1;
                keys.Add(text, key);
                return;
            }

            Assert.Equal(before, key);
        }
    });

    [Fact]
    public void ChangesThatDoNotFitAreRefusedAndNothingIsRestored()
    {
        VocabularyChanges[] wrong =
        [
            new() { MinedKeys = [3] }, new() { MinedKeys = [0] }, new() { MinedKeys = [1, 1] },
            new() { Names = [new(3, "x")] }, new() { Names = [new(1, null!)] }, new() { Names = [new(1, "x"), new(1, "y")] }, new() { Names = [null!] },
            new() { Aliases = [new(1, 3)] }, new() { Aliases = [new(0, 1)] }, new() { Aliases = [new(1, 1)] },
            new() { Aliases = [new(1, 2), new(2, 1)] }, new() { Aliases = [new(1, 2), new(1, 2)] }, new() { Aliases = [null!] },
        ];

        Assert.All(wrong, changes => Assert.False(_vocabulary.TryRestore(["a", "b"], changes)));
        Assert.False(_vocabulary.TryRestore(["a", "a"]));
        Assert.False(_vocabulary.TryRestore(["a", "a"], new VocabularyChanges { MinedKeys = [1, 2] }));

        Assert.Equal(0, _vocabulary.Count);
        Assert.True(_vocabulary.TryRestore(["a", "a"], new VocabularyChanges { MinedKeys = [1] }));
        Assert.Equal((2, 1), (_vocabulary.GetOrAdd("a"), _vocabulary.AddMined("a")));
    }

    private static LogKeyVocabulary SavedAndRestored(LogKeyVocabulary vocabulary)
    {
        var templates = vocabulary.ToArray(out var changes);
        var restored = new LogKeyVocabulary(vocabulary.Limit);
        Assert.True(changes.Fits(templates.Length));
        Assert.True(restored.TryRestore(templates, changes));
        for (var key = 0; key <= vocabulary.Count + 1; key++)
        {
            Assert.Equal(vocabulary.GetTemplate(key), restored.GetTemplate(key));
            Assert.Equal(vocabulary.Resolve(key), restored.Resolve(key));
            Assert.Equal(vocabulary.IsMined(key), restored.IsMined(key));
        }

        return restored;
    }

    [Fact]
    public void EachChangeIsCountedAndWhatChangesNothingIsNot()
    {
        _vocabulary.GetOrAdd("a");
        _vocabulary.GetOrAdd("b");
        Assert.Equal(0, _vocabulary.ChangeCount);

        _vocabulary.Rename(1, "renamed");
        Assert.Equal(1, _vocabulary.ChangeCount);
        _vocabulary.Rename(1, "renamed");
        Assert.Equal(1, _vocabulary.ChangeCount);
        _vocabulary.Rename(1, "a");
        Assert.Equal(2, _vocabulary.ChangeCount);

        Assert.True(_vocabulary.AddAlias(1, 2));
        Assert.False(_vocabulary.AddAlias(1, 2));
        Assert.Equal(3, _vocabulary.ChangeCount);
    }

    [Fact]
    public void ChangesAreSavedInTheOrderOfTheirKeys()
    {
        _vocabulary.GetOrAdd("a");
        _vocabulary.AddMined("b");
        _vocabulary.AddMined("c");
        _vocabulary.GetOrAdd("d");
        _vocabulary.Rename(3, "named second");
        _vocabulary.Rename(1, "named first");
        _vocabulary.AddAlias(4, 1);
        _vocabulary.AddAlias(2, 1);

        _vocabulary.ToArray(out var changes);

        Assert.Equal([2, 3], changes.MinedKeys);
        Assert.Equal([new KeyName(1, "named first"), new KeyName(3, "named second")], changes.Names);
        Assert.Equal([new KeyAlias(2, 1), new KeyAlias(4, 1)], changes.Aliases);
    }
}
