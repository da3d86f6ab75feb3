using LogGuard.Parsing;

namespace LogGuard.Tests.Text.Mining;

/// <summary>The index leaves out only what a comparison would.</summary>
public class PatternBagTests
{
    private const int Length = 5;
    private static readonly string[] Words = ["alpha", "beta", "gamma", "a.b", "c:d", "x7", "42", "name=a", "name=b", "other=a", "<*>", "name=<*>"];

    [Fact]
    public void EveryQueryFindsWhatComparingAllWouldFind()
    {
        // Neighbouring tokens may be one variable together, such as the parts of a list.
        var random = new Random(3);
        string Text(int words)
        {
            while (true)
            {
                var text = string.Join(' ', Enumerable.Range(0, Length).Select(_ => Words[random.Next(words)]));
                if (Scan(text).Tokens.Length == Length)
                {
                    return text;
                }
            }
        }

        var bag = new PatternBag(Length);
        var all = new List<Pattern>();
        for (var round = 0; round < 400; round++)
        {
            var pattern = Make(Text(Words.Length), round);
            bag.Add(pattern);
            all.Add(pattern);
            if (round % 3 == 2)
            {
                var gone = all[random.Next(all.Count)];
                bag.Remove(gone);
                all.Remove(gone);
            }

            var (line, tokens) = Scan(Text(10));
            Assert.Equal(all.Any(other => other.Covers(tokens)), bag.Find(tokens) is not null);
            AssertHas(all.Where(other => PatternMatcher.Similarity(other.Tokens, line) >= 0.6), found => bag.AddSimilar(line, 0.6, found));
            AssertHas(all.Where(other => PatternMatcher.OnlyDifference(other.Tokens, line) >= 0), found => bag.AddDifferingOnce(line, found));

            var overlapping = new List<Pattern>();
            bag.AddOverlapping(pattern.Tokens, overlapping);
            Assert.Equal(all.Where(other => other.Overlaps(pattern.Tokens)).ToHashSet(), overlapping.ToHashSet());
        }
    }

    [Fact]
    public void ALineIsComparedWithFewOfManyTemplatesOfItsShape()
    {
        var random = new Random(1);
        string Line() => "search by user for " + string.Join(' ', Enumerable.Range(0, 12).Select(_ => Word(random)));
        var bag = new PatternBag(16);
        for (var i = 0; i < 10_000; i++)
        {
            bag.Add(Make(Line(), i));
        }

        var found = new List<Pattern>();
        for (var i = 0; i < 100; i++)
        {
            bag.AddSimilar(Scan(Line()).Line, 0.6, found);
        }

        Assert.InRange(found.Count, 0, 1_000);
    }

    [Theory]
    [InlineData("{0} was {0} by {0}")]
    [InlineData("{0} login")]
    [InlineData("a.{0} b.{0} c.{0} d.{0}")]
    [InlineData("id=v{0} name={0} k{0}=v x.{0}")]
    [InlineData("a {0} b {0} c {0} 5 {0} e f g h i")]
    public void NoShapeOfTextsCostsMoreThanTheLimit(string shape)
    {
        var random = new Random(1);
        var miner = new TemplateMiner();
        for (var i = 0; i < 3_000; i++)
        {
            miner.Learn(string.Join(' ', shape.Split(' ').Select(word => word.Replace("{0}", Word(random), StringComparison.Ordinal))));
        }

        Assert.InRange(miner.Count, 1, 3_000);
    }

    // A place is indexed when a query needs it, so what few templates had in common at first must not limit what is found among many.
    [Theory]
    [InlineData("{0} b c d e f g h {1}")]
    [InlineData("a b c d n={0} m={0} o={0} p={1} q={1}")]
    [InlineData("a b {0}.x c d:{0} {0}.y e {1}.z f")]
    public void ManyTemplatesOfAShapeAreFoundAsByComparingAll(string shape)
    {
        var random = new Random(7);
        string Text(int number) => string.Join(' ', shape.Split(' ').Select(word => word
            .Replace("{0}", number < 100 ? "first" : Word(random), StringComparison.Ordinal)
            .Replace("{1}", number % 3 == 0 ? "last" : Word(random), StringComparison.Ordinal)));
        var texts = Enumerable.Range(0, 600).Select(Text).ToArray();
        var bag = new PatternBag(Scan(texts[0]).Tokens.Length);
        var all = new List<Pattern>();
        for (var i = 0; i < texts.Length; i++)
        {
            var (line, tokens) = Scan(texts[random.Next(i + 1)]);
            AssertHas(all.Where(other => PatternMatcher.Similarity(other.Tokens, line) >= 0.6), found => bag.AddSimilar(line, 0.6, found));
            AssertHas(all.Where(other => PatternMatcher.OnlyDifference(other.Tokens, line) >= 0), found => bag.AddDifferingOnce(line, found));
            Assert.Equal(all.Exists(other => other.Covers(tokens)), bag.Find(tokens) is not null);

            all.Add(new Pattern(Scan(texts[i]).Line, new Template(i + 1, texts[i]), 0));
            bag.Add(all[^1]);
        }
    }

    // Not a time, which depends on the machine: a pattern is kept up to date in the places that tell patterns apart, and in no others.
    [Theory]
    [InlineData("user of the big shop has just now opened a page called {0} {0} {0}", 3)]
    [InlineData("{0} {0} {0} {0} {0} {0} {0} {0} {0} {0} {0} {0}", 3)]
    [InlineData("na={0} nb={0} nc={0} nd={0} ne={0} nf={0} ng={0} nh={0}", 3)]
    public void OnlyPlacesThatTellTemplatesApartAreIndexed(string shape, int most)
    {
        var random = new Random(1);
        string Line() => string.Join(' ', shape.Split(' ').Select(word => word.Replace("{0}", Word(random), StringComparison.Ordinal)));
        var bag = new PatternBag(shape.Split(' ').Length);
        for (var i = 0; i < 5_000; i++)
        {
            var line = Scan(Line()).Line;
            var found = new List<Pattern>();
            bag.AddSimilar(line, 0.6, found);
            bag.AddDifferingOnce(line, found);
            Assert.InRange(found.Count, 0, 100);
            bag.Add(new Pattern(line, new Template(i + 1, ""), 0));
        }

        Assert.InRange(bag.IndexedPlaceCount, 1, most);
    }

    [Fact]
    public void SetsAndBucketsHoldWhatWasAddedAndNotRemoved()
    {
        var random = new Random(5);
        var set = new PatternSet();
        var buckets = new PatternBuckets();
        var expected = new HashSet<Pattern>();
        for (var i = 0; i < 2_000; i++)
        {
            if (random.Next(3) > 0 || expected.Count == 0)
            {
                var pattern = Make("a b", i);
                set.Add(pattern);
                buckets.Add(7, pattern);
                expected.Add(pattern);
            }
            else
            {
                var pattern = expected.ElementAt(random.Next(expected.Count));
                set.Remove(pattern);
                buckets.Remove(7, pattern);
                expected.Remove(pattern);
            }

            Assert.Equal((expected.Count, expected.Count), (set.Count, buckets.CountOf(7)));
        }

        Assert.Equal(expected, set.Items.ToArray().ToHashSet());
        Assert.Equal(expected, buckets.Of(7).ToArray().ToHashSet());
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, 6).Select(_ => (char)('a' + random.Next(26)))]);

    private static void AssertHas(IEnumerable<Pattern> expected, Action<List<Pattern>> query)
    {
        var found = new List<Pattern>();
        query(found);
        Assert.Empty(expected.Except(found));
    }

    private static (PatternToken[] Line, LineToken[] Tokens) Scan(string text)
    {
        var tokens = new LineToken[32];
        var count = LineScanner.Scan(text, tokens, MaskMode.All);
        return (new PatternText(MaskMode.All, null).TokensOf(text, tokens.AsSpan(0, count)), tokens[..count]);
    }

    private static Pattern Make(string text, int id)
    {
        var tokens = Scan(text).Line;
        var words = text.Split(' ');
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = words[i] == "<*>" ? PatternToken.Any
                : words[i] == "name=<*>" ? Scan("name=a").Line[0].Join(Scan("name=b").Line[0])
                : tokens[i];
        }

        return new Pattern(tokens, new Template(id, text), 0);
    }
}
