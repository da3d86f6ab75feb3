using LogGuard.Learning.Collecting;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public class CorpusFileTests
{
    [Fact]
    public void WhatIsWrittenIsRead() => Properties.Hold<byte[][]>(sessions =>
    {
        var corpus = new SessionCorpus();
        foreach (var keys in sessions)
        {
            // Each value says something of the sequence's ends as well.
            var flags = keys is { Length: > 0 } ? keys[0] : 0;
            corpus.Add(new LogKeySequence([.. (keys ?? []).Select(key => (int)key)], (flags & 1) == 0, (flags & 2) == 0));
        }

        var read = CorpusFile.Read(Write(corpus), keyCount: 255);

        return read.Order.SequenceEqual(corpus.Order) && read.Distinct.SequenceEqual(corpus.Distinct) && read.EventCount == corpus.EventCount;
    });

    [Fact]
    public void FactsAboutTheSessionsAreReadWhereThereAreAny()
    {
        var corpus = Some.Corpus("a b", "a b", "a c");
        KeptFacts[] facts = [new(TestTimeProvider.Start.UtcTicks, true, []), KeptFacts.Unknown, new(1, false, [2, 3])];
        using var stream = new MemoryStream();
        CorpusFile.Write(stream, corpus, facts);

        var read = CorpusFile.Read(stream.ToArray(), keyCount: 3, out var known);

        Assert.Equal(corpus.Order, read.Order);
        Assert.Equal(facts.Select(one => (one.EndedAt, one.IsTroubled)), known!.Select(one => (one.EndedAt, one.IsTroubled)));
        Assert.Equal([[], [], [2, 3]], known!.Select(one => one.Errors));
        Assert.Throws<InvalidDataException>(() => CorpusFile.Read(stream.ToArray()[..^1], keyCount: 3));
        Assert.Throws<InvalidDataException>(() => CorpusFile.Read(stream.ToArray(), keyCount: 2));
        CorpusFile.Read(Write(corpus), keyCount: 3, out var none);
        Assert.Null(none);
    }

    [Fact]
    public void AKeyOfAVeryLargeVocabularyIsRead()
    {
        var corpus = new SessionCorpus();
        corpus.Add(new LogKeySequence([0, 1_000_000]));

        Assert.Equal([0, 1_000_000], CorpusFile.Read(Write(corpus), keyCount: 1_000_000)[0].Keys);
    }

    [Fact]
    public void WhatIsCutShortAnywhereIsRefused()
    {
        var bytes = Write(Some.Corpus("a b c", "d", "a b c", "e f"));

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => Assert.Throws<InvalidDataException>(() => CorpusFile.Read(bytes[..length], keyCount: 26)));
    }

    [Fact]
    public void WhatIsAlteredAnywhereIsReadOrRefusedAndNothingElse()
    {
        var bytes = Write(Some.Corpus("a b c", "d", "a b c", "e f"));
        var refusals = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var altered = bytes.ToArray();
                altered[i] = (byte)value;
                var exception = Record.Exception(() => CorpusFile.Read(altered, keyCount: 26));
                if (exception is not null)
                {
                    Assert.IsType<InvalidDataException>(exception);
                    refusals++;
                }
            }
        }

        Assert.InRange(refusals, bytes.Length * 128, bytes.Length * 255);
    }

    [Fact]
    public void AKeyThatNoTemplateHasIsRefused()
    {
        var bytes = Write(Some.Corpus("a b c"));

        Assert.Equal(1, CorpusFile.Read(bytes, keyCount: 3).Count);
        Assert.Throws<InvalidDataException>(() => CorpusFile.Read(bytes, keyCount: 2));
    }

    public static TheoryData<string, byte[]> Faults => new()
    {
        { "the collected sessions are cut short", [] },
        { "the collected sessions are cut short", [1] },
        { "the collected sessions are cut short", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff] },
        { "the collected sessions hold 2 where at most 1 is possible", [2] },
        { "the collected sessions hold -1 where at most 5 is possible", [0xff, 0xff, 0xff, 0xff, 0x0f] },
        { "the collected sessions hold 4 where at most 3 is possible", [1, 4, 1, 1, 1, 0] },
        { "the collected sessions hold 7 where at most 6 is possible", [1, 3, 7, 1, 1, 0] },
        { "the collected sessions hold 27 where at most 26 is possible", [1, 3, 1, 27, 1, 0] },
        { "the collected sessions hold 7 where at most 6 is possible", [1, 3, 1, 1, 7, 0] },
        { "the collected sessions hold 1 where at most 0 is possible", [1, 3, 1, 1, 1, 1] },
        { "the collected sessions hold 0 where at most -1 is possible", [0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void WhatIsWrongIsSaid(string fault, byte[] bytes) =>
        Assert.Equal(fault, Assert.Throws<InvalidDataException>(() => CorpusFile.Read(bytes, keyCount: 26)).Message);

    [Fact]
    public void ACountThatCannotBeIsRefusedBeforeMemoryIsTaken()
    {
        // Two thousand million sequences in five bytes.
        byte[] bytes = [0xff, 0xff, 0xff, 0xff, 0x07];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => CorpusFile.Read(bytes, keyCount: 26));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static byte[] Write(SessionCorpus corpus)
    {
        using var stream = new MemoryStream();
        CorpusFile.Write(stream, corpus);
        return stream.ToArray();
    }
}
