using System.Runtime.CompilerServices;
using System.Text.Json;
using LogGuard.Keys;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Keys;

public class LogKeyVocabularyTests
{
    private readonly LogKeyVocabulary _vocabulary = new(limit: 100);

    [Fact]
    public void KeysAreGivenInOrderOfFirstSightAndNeverChange()
    {
        int[] first = [_vocabulary.GetOrAdd("b"), _vocabulary.GetOrAdd("a"), _vocabulary.GetOrAdd("c")];

        int[] again = [_vocabulary.GetOrAdd("b"), _vocabulary.GetOrAdd("a"), _vocabulary.GetOrAdd("c")];

        Assert.Equal([1, 2, 3], first);
        Assert.Equal(first, again);
        Assert.Equal(3, _vocabulary.Count);
        Assert.Equal(["b", "a", "c"], _vocabulary.ToArray());
    }

    [Fact]
    public void EqualTextInAnotherStringHasTheSameKey()
    {
        var key = _vocabulary.GetOrAdd("Order {OrderId} placed");

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(key, _vocabulary.GetOrAdd(Copy("Order {OrderId} placed")));
        }

        Assert.Equal(1, _vocabulary.Count);
    }

    [Fact]
    public void ATextWithoutHolesIsLeftToTheReaderAtNoCost()
    {
        var known = _vocabulary.GetOrAdd("started");
        var text = Copy("user 7 came");
        Assert.Equal(LogKey.Mined, _vocabulary.GetOrAdd(text, leavesTexts: true));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var key = _vocabulary.GetOrAdd(text, leavesTexts: true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(LogKey.Mined, key);
        Assert.Equal(known, _vocabulary.GetOrAdd(Copy("started"), leavesTexts: true));
        Assert.Equal(2, _vocabulary.GetOrAdd("user {Id} came", leavesTexts: true));
        Assert.Equal(3, _vocabulary.GetOrAdd(text));
        Assert.Equal(3, _vocabulary.GetOrAdd(Copy("user 7 came"), leavesTexts: true));
    }

    [Theory]
    [InlineData("Order { Id = 7, Name = Bob }")]
    [InlineData("{\"id\":7}")]
    [InlineData("{6f9619ff-8b86-d011-b42d-00c04fc964ff} done")]
    [InlineData("{6f9619ff8b86d011b42d00c04fc964ff} done")]
    [InlineData("did {{Action}}")]
    public void BracesMakeNoHole(string text) => Assert.Equal(LogKey.Mined, _vocabulary.GetOrAdd(text, leavesTexts: true));

    [Fact]
    public void TemplatesWithHolesAreLeftToTheReaderOnceSomeAreStringBuilt()
    {
        Assert.Equal(1, _vocabulary.GetOrAdd("user {Id} came", leavesTexts: true));

        _vocabulary.LeavesHoles = true;

        Assert.Equal(1, _vocabulary.GetOrAdd(Copy("user {Id} came"), leavesTexts: true));
        Assert.Equal(LogKey.Mined, _vocabulary.GetOrAdd("user {Id} went", leavesTexts: true));
    }

    [Theory]
    [InlineData("{Message}")]
    [InlineData("{Message:l}")]
    [InlineData("{0}")]
    public void ATemplateThatIsOnlyAHoleIsAlwaysLeftToTheReaderAtNoCost(string template)
    {
        _vocabulary.GetOrAdd(template, leavesTexts: true);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var key = _vocabulary.GetOrAdd(template, leavesTexts: true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((LogKey.Mined, 0), (key, _vocabulary.Count));
    }

    [Fact]
    public void TextsThatDifferInCaseOrAccentsHaveDifferentKeys()
    {
        int[] keys = [_vocabulary.GetOrAdd("order"), _vocabulary.GetOrAdd("Order"), _vocabulary.GetOrAdd("órder"), _vocabulary.GetOrAdd("o\u0301rder"), _vocabulary.GetOrAdd("")];

        Assert.Equal([1, 2, 3, 4, 5], keys);
    }

    [Fact]
    public void EveryKeyHasItsTemplate()
    {
        var vocabulary = new LogKeyVocabulary(1000);
        for (var i = 1; i <= 1000; i++)
        {
            Assert.Equal(i, vocabulary.GetOrAdd($"template {i}"));
        }

        for (var i = 1; i <= 1000; i++)
        {
            Assert.Equal($"template {i}", vocabulary.GetTemplate(i));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void KeysNeverGivenHaveTheTextOfTheUnknownOne(int key)
    {
        _vocabulary.GetOrAdd("a");

        Assert.Equal("(unknown template)", _vocabulary.GetTemplate(key));
    }

    [Fact]
    public void WhatFindsNoRoomIsUnknownAndCountedAndTheFirstIsKeptAsExample()
    {
        var vocabulary = new LogKeyVocabulary(limit: 2);
        vocabulary.GetOrAdd("a");
        vocabulary.GetOrAdd("b");

        Assert.Equal(0, vocabulary.OverflowCount);
        Assert.Null(vocabulary.OverflowExample);
        Assert.Equal(LogKey.Unknown, vocabulary.GetOrAdd("c"));
        Assert.Equal(LogKey.Unknown, vocabulary.GetOrAdd("d"));
        Assert.Equal(LogKey.Unknown, vocabulary.GetOrAdd("c"));

        Assert.Equal(3, vocabulary.OverflowCount);
        Assert.Equal("c", vocabulary.OverflowExample);
        Assert.Equal(2, vocabulary.Count);
        Assert.Equal(2, vocabulary.GetOrAdd("b"));
    }

    [Fact]
    public void NoMoreKeysAreGivenThanTheLimit()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _vocabulary.GetOrAdd($"user {i} signed in");
        }

        Assert.Equal(100, _vocabulary.Count);
        Assert.Equal(100, _vocabulary.ToArray().Length);
        Assert.Equal(9_900, _vocabulary.OverflowCount);
    }

    [Fact]
    public void AnEndlessTemplateIsStoredShort()
    {
        var endless = new string('x', 1 << 20);

        var key = _vocabulary.GetOrAdd(endless);

        Assert.Equal(key, _vocabulary.GetOrAdd(endless));
        Assert.Equal(key, _vocabulary.GetOrAdd(Copy(endless)));
        Assert.InRange(_vocabulary.GetTemplate(key).Length, 1, StoredTemplate.MaxLength);
        Assert.StartsWith("xxxxx", _vocabulary.GetTemplate(key));
        Assert.Contains("1048576 characters", _vocabulary.GetTemplate(key));
    }

    [Fact]
    public void ATemplateOfTheGreatestLengthIsStoredWhole()
    {
        var longest = new string('x', StoredTemplate.MaxLength);

        var key = _vocabulary.GetOrAdd(longest);

        Assert.Equal(longest, _vocabulary.GetTemplate(key));
    }

    [Fact]
    public void EndlessTemplatesThatDifferOnlyAtTheirEndHaveDifferentKeys()
    {
        var same = new string('x', 1 << 20);

        Assert.NotEqual(_vocabulary.GetOrAdd(same + "a"), _vocabulary.GetOrAdd(same + "b"));
    }

    [Fact]
    public void AnEndlessTemplateIsNotKeptAlive()
    {
        var template = AddOneThatIsForgotten();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(template.IsAlive);
        GC.KeepAlive(_vocabulary);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AddOneThatIsForgotten()
        {
            var endless = new string('x', 1 << 20);
            _vocabulary.GetOrAdd(endless);
            return new WeakReference(endless);
        }
    }

    [Fact]
    public void AnEndlessTemplateHasItsKeyAgainAfterRestoring()
    {
        var endless = new string('x', 1 << 20);
        _vocabulary.GetOrAdd("a");
        var key = _vocabulary.GetOrAdd(endless);
        var restored = new LogKeyVocabulary(100);

        Assert.True(restored.TryRestore(_vocabulary.ToArray()));

        Assert.Equal(key, restored.GetOrAdd(Copy(endless)));
        Assert.Equal(2, restored.Count);
    }

    [Theory]
    [MemberData(nameof(TemplatesWithHalfPairs), DisableDiscoveryEnumeration = true)]
    public void ATemplateWithHalfASurrogatePairHasItsKeyAgainAfterAFile(string template)
    {
        _vocabulary.GetOrAdd("a");
        var key = _vocabulary.GetOrAdd(template);
        var file = JsonSerializer.SerializeToUtf8Bytes(_vocabulary.ToArray());
        var restored = new LogKeyVocabulary(100);

        Assert.True(restored.TryRestore(JsonSerializer.Deserialize<string[]>(file)!));

        Assert.Equal(2, key);
        Assert.Equal(key, _vocabulary.GetOrAdd(Copy(template)));
        Assert.Equal(key, restored.GetOrAdd(Copy(template)));
    }

    public static TheoryData<string> TemplatesWithHalfPairs => new()
    {
        "cut off here: \ud83d",
        "\ude00 begins in the middle",

        // Each of the two is cut where it is shortened, one of them within a pair.
        string.Concat(Enumerable.Repeat("\ud83d\ude00", 1000)),
        "x" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 1000)),
    };

    [Fact]
    public async Task EightThreadsAtOnceGetOneKeyForEachTemplate()
    {
        const int TemplateCount = 500;
        var vocabulary = new LogKeyVocabulary(10_000);
        using var start = new Barrier(8);
        var answers = new int[8][];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Factory.StartNew(
            () =>
            {
                var order = Enumerable.Range(0, TemplateCount).ToArray();
                new Random(worker).Shuffle(order);
                var keys = answers[worker] = new int[TemplateCount];
                start.SignalAndWait();
                foreach (var number in order)
                {
                    keys[number] = vocabulary.GetOrAdd($"template {number}");
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.All(answers, keys => Assert.Equal(answers[0], keys));
        Assert.Equal(Enumerable.Range(1, TemplateCount), answers[0].Order());
        Assert.All(Enumerable.Range(0, TemplateCount), number => Assert.Equal($"template {number}", vocabulary.GetTemplate(answers[0][number])));
    }

    [Fact]
    public async Task ATemplateCanBeAskedForWhileOthersAreAdded()
    {
        for (var round = 0; round < 20; round++)
        {
            var vocabulary = new LogKeyVocabulary(2_000);
            using var start = new Barrier(2);

            var adding = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (var i = 1; i <= 2_000; i++)
                    {
                        vocabulary.GetOrAdd($"template {i}");
                    }
                },
                TaskCreationOptions.LongRunning);
            start.SignalAndWait();
            while (!adding.IsCompleted)
            {
                for (var key = 64; key <= 1_024; key *= 2)
                {
                    Assert.Contains(vocabulary.GetTemplate(key), (string[])[$"template {key}", "(unknown template)"]);
                }
            }

            await adding;
        }
    }

    [Fact]
    public void RestoredTemplatesHaveTheirKeysAndNewOnesFollow()
    {
        Assert.True(_vocabulary.TryRestore(["c", "a", "b"]));

        Assert.Equal([2, 3, 1, 4], [_vocabulary.GetOrAdd("a"), _vocabulary.GetOrAdd("b"), _vocabulary.GetOrAdd("c"), _vocabulary.GetOrAdd("d")]);
    }

    [Fact]
    public void RestoringGoesOnFromKeysThatWereGivenTheSame()
    {
        _vocabulary.GetOrAdd("c");

        Assert.True(_vocabulary.TryRestore(["c", "a"]));

        Assert.Equal(["c", "a"], _vocabulary.ToArray());
        Assert.Equal(2, _vocabulary.GetOrAdd("a"));
    }

    [Theory]
    [InlineData("a c", "keys were given otherwise")]
    [InlineData("b a", "keys were given otherwise")]
    [InlineData("a", "fewer than are known")]
    [InlineData("", "fewer than are known")]
    [InlineData("a b c c", "a duplicate")]
    [InlineData("a b a", "a duplicate of a known one")]
    [InlineData("a b c d e", "more than the limit")]
    public void ARefusedRestoreChangesNothing(string templates, string why)
    {
        var vocabulary = new LogKeyVocabulary(limit: 4);
        vocabulary.GetOrAdd("a");
        vocabulary.GetOrAdd("b");

        var isRestored = vocabulary.TryRestore(templates.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.False(isRestored, why);
        Assert.Equal(["a", "b"], vocabulary.ToArray());
        Assert.Equal(3, vocabulary.GetOrAdd("z"));
        Assert.Equal(0, vocabulary.OverflowCount);
    }

    [Fact]
    public void AKnownTemplateAllocatesNothing()
    {
        string[] literals = ["a", "b", "Order {OrderId} placed"];
        var copies = literals.Select(Copy).ToArray();
        LookUp(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sum = LookUp(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000 * 2 * (1 + 2 + 3), sum);

        int LookUp(int rounds)
        {
            var keys = 0;
            for (var round = 0; round < rounds; round++)
            {
                foreach (var literal in literals)
                {
                    keys += _vocabulary.GetOrAdd(literal);
                }

                foreach (var copy in copies)
                {
                    keys += _vocabulary.GetOrAdd(copy);
                }
            }

            return keys;
        }
    }

    [Fact]
    public void KeysSurviveSavingAndRestoring() => Properties.Hold<string[]>(templates =>
    {
        templates = [.. templates.Select(template => template ?? "")];
        var vocabulary = new LogKeyVocabulary(20);
        int[] keys = [.. templates.Select(vocabulary.GetOrAdd)];
        var restored = new LogKeyVocabulary(20);

        return restored.TryRestore(vocabulary.ToArray())
            && templates.Reverse().Select(template => restored.GetOrAdd(Copy(template))).Reverse().SequenceEqual(keys);
    });

    private static string Copy(string text) => new(text.AsSpan());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AVocabularyHasRoomForOneKeyAtLeast(int limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new LogKeyVocabulary(limit));

    /// <summary>
    /// The text of such a template is not the one that is stored, so that finding it by its text costs memory each time:
    /// what costs none was found by its reference.
    /// </summary>
    [Fact]
    public void TemplatesAreFoundByTheirReferenceOnceTheyWereSeen()
    {
        var vocabulary = new LogKeyVocabulary(limit: 2_000);
        string[] templates = [.. Enumerable.Range(0, 1_500).Select(i => $"half a pair \uD800 {i}")];
        int[] keys = [.. templates.Select(vocabulary.GetOrAdd)];
        var found = 0;
        var isSame = true;

        for (var i = 0; i < templates.Length; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            isSame &= vocabulary.GetOrAdd(templates[i]) == keys[i];
            found += GC.GetAllocatedBytesForCurrentThread() == before ? 1 : 0;
        }

        // A few may find their places taken.
        Assert.True(isSame);
        Assert.InRange(found, 1_400, 1_500);
    }

    [Fact]
    public void AFullVocabularyKnowsATemplateWithHalfAPairByAnotherString()
    {
        var vocabulary = new LogKeyVocabulary(limit: 1);
        var key = vocabulary.GetOrAdd("half a pair \uD800");

        Assert.Equal(key, vocabulary.GetOrAdd(new string("half a pair \uD800".AsSpan())));
        Assert.Equal(0, vocabulary.OverflowCount);
        Assert.Equal(LogKey.Unknown, vocabulary.GetOrAdd("half another \uD800"));
        Assert.Equal(1, vocabulary.OverflowCount);
    }

    [Fact]
    public void OneTextInManyStringsKeepsFewOfThem()
    {
        var vocabulary = new LogKeyVocabulary(10_000);
        var texts = Enumerable.Range(0, 500).Select(_ => AddFresh(vocabulary)).ToList();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(1, vocabulary.Count);
        Assert.InRange(texts.Count(text => text.IsAlive), 1, 12);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference AddFresh(LogKeyVocabulary vocabulary)
        {
            var text = new string('x', 1_000);
            Assert.Equal(1, vocabulary.GetOrAdd(text));
            Assert.Equal(1, vocabulary.GetOrAdd(text));
            return new WeakReference(text);
        }
    }
}
