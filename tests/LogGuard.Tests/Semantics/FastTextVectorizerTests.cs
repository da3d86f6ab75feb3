using System.Text;
using LogGuard.Semantics;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Semantics;

public class FastTextVectorizerTests
{
    private const int BucketCount = 50;

    [Fact]
    public void ATextFileGivesTheWeightedMeanOfItsWords()
    {
        using var folder = new TemporaryFolder();
        using var vectorizer = new FastTextVectorizer(Write(folder, "words.vec", "3 2\norder 1 0\nshipped 0 2 \npacked 0.5 -1e0\n"u8));
        var vectors = vectorizer.Fit(["Order {Id} shipped", "Order {Id} packed"], 1);

        var vector = SubwordVectorizerTests.VectorOf(vectors, "Order shipped");

        // The idf of a word of both templates is 1, of one of them ln(3/2) + 1.
        var weight = Math.Log(1.5) + 1;
        var length = Math.Sqrt(1 + weight * weight);
        Assert.Equal(1 / length, vector[0], 1e-6);
        Assert.Equal(weight / length, vector[1], 1e-6);
        Assert.All(SubwordVectorizerTests.VectorOf(vectors, "unheard"), value => Assert.Equal(0, value));
    }

    [Fact]
    public void ABinaryFileGivesTheMeanOfAWordAndItsSubwords()
    {
        using var folder = new TemporaryFolder();
        using var vectorizer = new FastTextVectorizer(Write(folder, "model.bin", Model(["</s>", "order"], Row)));
        var vectors = vectorizer.Fit(["order"], 1);

        foreach (var (word, own) in (ReadOnlySpan<(string, int?)>)[("order", 1), ("orders", null)])
        {
            List<int> rows = [.. own is { } number ? [number] : Array.Empty<int>(), .. GramsOf(word).Select(gram => 2 + (int)(Subwords.Hash(gram) % BucketCount))];
            var expected = Enumerable.Range(0, 3).Select(i => rows.Average(row => (double)Row(row, i))).ToArray();
            var length = Math.Sqrt(expected.Sum(value => value * value));

            var vector = SubwordVectorizerTests.VectorOf(vectors, word);

            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(expected[i] / length, vector[i], 1e-5));
        }
    }

    [Fact]
    public void TheHashOfASubwordIsThatOfFastText()
    {
        // FNV-1a, and bytes above 127 as negative numbers: 0xFFFFFFC3 and 0xFFFFFFA4 for "ä".
        Assert.Equal(0xE40C292Cu, Subwords.Hash("a"u8));
        var expected = unchecked((((2166136261u ^ 0xFFFFFFC3u) * 16777619u) ^ 0xFFFFFFA4u) * 16777619u);
        Assert.Equal(expected, Subwords.Hash("ä"u8));
    }

    [Fact]
    public void SavedWeightsLoadWithTheSameFileOnly()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "words.vec", "2 2\norder 1 0\nshipped 0 2\n"u8);
        using var vectorizer = new FastTextVectorizer(path);
        var vectors = vectorizer.Fit(["Order shipped", "Order"], 1);
        using var saved = new MemoryStream();
        vectors.Save(saved);
        saved.Position = 0;

        Assert.Equal(SubwordVectorizerTests.VectorOf(vectors, "Order shipped"), SubwordVectorizerTests.VectorOf(vectorizer.Load(saved), "Order shipped"));

        using var other = new FastTextVectorizer(Write(folder, "other.vec", "1 2\norder 1 0\n"u8));
        saved.Position = 0;
        Assert.Contains("not the fastText file", Assert.Throws<InvalidDataException>(() => other.Load(saved)).Message);
        Assert.Throws<InvalidDataException>(() => vectorizer.Load(new MemoryStream([1, 2])));
    }

    [Theory]
    [InlineData("", "two numbers")]
    [InlineData("no vectors at all\n", "two numbers")]
    [InlineData("2 0\n", "0 components")]
    [InlineData("2 999999999\n", "999999999 components")]
    [InlineData("9999999999 2\norder 1 0\n", "1 words instead of the 9999999999")]
    public void AWrongTextFileSaysWhatIsWrong(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        using var vectorizer = new FastTextVectorizer(Write(folder, "words.vec", Encoding.UTF8.GetBytes(content)));

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => vectorizer.Fit(["order"], 1)).Message);
    }

    [Theory]
    [InlineData("1 2\norder 1\n", "1 components instead of 2")]
    [InlineData("1 2\norder 1 x\n", "\"x\"")]
    [InlineData("1 2\norder 1 NaN\n", "\"NaN\"")]
    public void AWrongLineSaysWhatIsWrongWhenItIsRead(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        using var vectorizer = new FastTextVectorizer(Write(folder, "words.vec", Encoding.UTF8.GetBytes(content)));
        var vectors = vectorizer.Fit(["order"], 1);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => vectors.Write("order", new float[2])).Message);
    }

    [Theory]
    [InlineData(4, 99, "version is 99")]
    [InlineData(8, 1_000_000_000, "components")]
    [InlineData(64, int.MaxValue, "contradicts itself")]
    [InlineData(64, 3, "contradicts itself")]
    public void AWrongBinaryFileSaysWhatIsWrong(int place, int value, string expected)
    {
        using var folder = new TemporaryFolder();
        var model = Model(["</s>", "order"], Row);
        BitConverter.TryWriteBytes(model.AsSpan(place), value);
        using var vectorizer = new FastTextVectorizer(Write(folder, "model.bin", model));

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => vectorizer.Fit(["order"], 1)).Message);
    }

    [Fact]
    public void AnyDamageOfABinaryFileIsInvalidDataOrChangesAVector()
    {
        using var folder = new TemporaryFolder();
        var model = Model(["</s>", "order"], Row);
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            byte[] damaged = [.. model];
            if (i % 4 == 0)
            {
                damaged = damaged[..random.Next(damaged.Length)];
            }
            else
            {
                damaged[random.Next(150)] = (byte)random.Next(256);
            }

            using var vectorizer = new FastTextVectorizer(Write(folder, $"{i}.bin", damaged));
            var exception = Record.Exception(() => SubwordVectorizerTests.VectorOf(vectorizer.Fit(["order"], 1), "order"));

            Assert.True(exception is null or InvalidDataException, $"{i}: {exception}");
        }
    }

    private static float Row(int row, int column) => MathF.Sin(row * 3 + column + 1);

    private static IEnumerable<byte[]> GramsOf(string word)
    {
        var text = $"<{word}>";
        for (var start = 0; start < text.Length; start++)
        {
            for (var length = 3; length <= 6 && start + length <= text.Length; length++)
            {
                yield return Encoding.UTF8.GetBytes(text.Substring(start, length));
            }
        }
    }

    private static string Write(TemporaryFolder folder, string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    // As fastText writes it: magic, version, 12 arguments, sampling, dictionary, the input matrix.
    private static byte[] Model(string[] words, Func<int, int, float> row)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(793712314);
        writer.Write(12);
        foreach (var argument in (ReadOnlySpan<int>)[3, 5, 5, 1, 5, 1, 2, 2, BucketCount, 3, 6, 100])
        {
            writer.Write(argument);
        }

        writer.Write(1e-4);
        writer.Write(words.Length);
        writer.Write(words.Length);
        writer.Write(0);
        writer.Write(100L);
        writer.Write(-1L);
        foreach (var word in words)
        {
            writer.Write(Encoding.UTF8.GetBytes(word));
            writer.Write((byte)0);
            writer.Write(7L);
            writer.Write((byte)0);
        }

        writer.Write(false);
        writer.Write((long)(words.Length + BucketCount));
        writer.Write(3L);
        for (var i = 0; i < (words.Length + BucketCount) * 3; i++)
        {
            writer.Write(row(i / 3, i % 3));
        }

        return stream.ToArray();
    }
}
