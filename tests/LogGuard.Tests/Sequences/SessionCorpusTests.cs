using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class SessionCorpusTests
{
    [Fact]
    public void EqualSessionsAreKeptOnceAndCountedEachTime()
    {
        var corpus = Some.Corpus("a b", "c", "a b", "a b", "c");

        Assert.Equal(5, corpus.Count);
        Assert.Equal(8, corpus.EventCount);
        Assert.Equal([Some.Session("a b"), Some.Session("c")], corpus.Distinct);
        Assert.Equal([0, 1, 0, 0, 1], corpus.Order);
        Assert.Equal(Some.Session("c"), corpus[4]);
        Assert.Same(corpus[0], corpus[3]);
    }

    [Fact]
    public void APartIsNotTheWholeSessionOfTheSameKeys()
    {
        var corpus = Some.Corpus("a b");

        corpus.Add(Some.Part("a b", hasStart: true));

        Assert.Equal(2, corpus.Distinct.Count);
    }

    [Theory]
    [InlineData(0, 5, "a b:3 c:2")]
    [InlineData(0, 2, "a b:1 c:1")]
    [InlineData(1, 2, "c:1")]
    [InlineData(2, 4, "a b:2")]
    [InlineData(4, 5, "c:1")]
    [InlineData(2, 2, "")]
    public void SomeOfTheSessionsAreCounted(int start, int end, string expected)
    {
        var corpus = Some.Corpus("a b", "c", "a b", "a b", "c");

        var weighted = corpus.Weighted(start..end);

        Assert.Equal(expected, string.Join(' ', weighted.Select(entry => $"{Letters(entry.Sequence)}:{entry.Count}")));
    }

    [Fact]
    public void ARangeMayCountFromTheEnd()
    {
        var corpus = Some.Corpus("a", "b", "c");

        Assert.Equal([(Some.Session("b"), 1), (Some.Session("c"), 1)], corpus.Weighted(^2..));
        Assert.Equal(3, corpus.Weighted(Range.All).Sum(entry => entry.Count));
    }

    [Fact]
    public void OrderAndSequencesGiveTheSessionsBack() => Properties.Hold<byte[][]>(sessions =>
    {
        var sequences = sessions.Select(keys => new LogKeySequence([.. (keys ?? []).Select(key => key % 3)])).ToArray();
        var corpus = new SessionCorpus();
        foreach (var sequence in sequences)
        {
            corpus.Add(sequence);
        }

        return corpus.Count == sequences.Length
            && sequences.Index().All(entry => corpus[entry.Index].Equals(entry.Item))
            && corpus.Distinct.Distinct().Count() == corpus.Distinct.Count
            && corpus.EventCount == sequences.Sum(sequence => sequence.Keys.Length)
            && corpus.Weighted(Range.All).All(entry => entry.Count == sequences.Count(entry.Sequence.Equals));
    });

    private static string Letters(LogKeySequence sequence) =>
        string.Join(' ', sequence.Keys.Select(key => (char)('a' + key - 1)));

    [Fact]
    public void MergedKeysAreReplacedAndSessionsThatAreEqualThenAreOne()
    {
        var corpus = Some.Corpus("a b", "a c", "a b");
        var vocabulary = new LogGuard.Keys.LogKeyVocabulary(100);
        Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(vocabulary.GetOrAdd));
        Assert.Same(corpus, corpus.Resolve(vocabulary));

        vocabulary.AddAlias(3, 2);
        var resolved = corpus.Resolve(vocabulary);

        Assert.Equal([Some.Session("a b")], resolved.Distinct);
        Assert.Equal((3, 6), (resolved.Count, resolved.EventCount));
        Assert.Equal(2, corpus.Distinct.Count);
    }
}
