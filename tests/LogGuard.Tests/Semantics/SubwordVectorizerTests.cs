using LogGuard.Semantics;

namespace LogGuard.Tests.Semantics;

public class SubwordVectorizerTests
{
    private static readonly string[] Shop =
    [
        "Order {OrderId} received", "Payment of order {OrderId} authorised", "Payment captured", "Stock reserved for order {OrderId}",
        "Order {OrderId} packed", "Order {OrderId} shipped", "Order {OrderId} closed", "Invoice {InvoiceId} sent to {Mail}",
        "Cart {CartId} opened", "Item {Sku} added to cart", "Checkout started", "HTTP {Method} {Path} responded {StatusCode} in {Elapsed} ms",
    ];

    [Theory]
    [InlineData("Order {Id} was shipped", "Order {OrderId} shipped")]
    [InlineData("Reserved stock for {OrderId}", "Stock reserved for order {OrderId}")]
    [InlineData("Opened cart {CartId}", "Cart {CartId} opened")]
    [InlineData("The payment has been captured", "Payment captured")]
    [InlineData("Invoice {InvoiceId} mailed to {Mail}", "Invoice {InvoiceId} sent to {Mail}")]
    public void AReworkedTemplateIsNearerToTheOldOneThanDifferentTemplatesAreToEachOther(string later, string earlier)
    {
        var vectors = new SubwordVectorizer().Fit(Shop, 1);

        var similarity = Similarity(vectors, later, earlier);

        Assert.Equal(earlier, Shop.MaxBy(template => Similarity(vectors, later, template)));
        Assert.True(similarity > Shop.Max(one => Shop.Where(other => other != one).Max(other => Similarity(vectors, one, other))), $"{similarity}");
    }

    [Fact]
    public void AVectorHasLengthOneOrIsZeroWithoutWords()
    {
        var vectors = new SubwordVectorizer().Fit(Shop, 1);

        Assert.All([.. Shop, "words never seen"], template => Assert.Equal(1, Similarity(vectors, template, template), 1e-4));
        Assert.All(["", "{OrderId}", "12 – 7", "<*>"], template => Assert.Equal(0, Similarity(vectors, template, template)));
    }

    [Fact]
    public void TheSameTemplatesAndSeedGiveTheSameVectorsAndSavingChangesNone()
    {
        var vectorizer = new SubwordVectorizer();
        var (one, again, other) = (vectorizer.Fit(Shop, 1), vectorizer.Fit(Shop, 1), vectorizer.Fit(Shop, 2));
        using var stream = new MemoryStream();
        one.Save(stream);
        stream.Position = 0;
        var loaded = vectorizer.Load(stream);

        foreach (var template in (string[])[.. Shop, "Disk {Disk} is full", "Größe überschritten"])
        {
            Assert.Equal(VectorOf(one, template), VectorOf(again, template));
            Assert.Equal(VectorOf(one, template), VectorOf(loaded, template));
        }

        Assert.NotEqual(VectorOf(one, Shop[0]), VectorOf(other, Shop[0]));
    }

    [Fact]
    public void DamagedVectorsAreInvalidDataOrLoadWithoutAnotherException()
    {
        using var stream = new MemoryStream();
        new SubwordVectorizer().Fit(Shop[..3], 1).Save(stream);
        var bytes = stream.ToArray();
        var random = new Random(1);

        Assert.Throws<InvalidDataException>(() => new SubwordVectorizer().Load(new MemoryStream(bytes[..(bytes.Length / 2)])));
        Assert.Throws<InvalidDataException>(() => new SubwordVectorizer().Load(new MemoryStream([1, 2, 3, 4, 5])));
        for (var i = 0; i < 300; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i < 60 ? i % 12 : random.Next(damaged.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => new SubwordVectorizer().Load(new MemoryStream(damaged))) is { } exception)
            {
                Assert.IsType<InvalidDataException>(exception);
            }
        }
    }

    [Fact]
    public void FittingTenThousandTemplatesIsBoundedAndCanBeCancelled()
    {
        string[] many = [.. Enumerable.Range(0, 10_000).Select(i => string.Join(' ', Enumerable.Range(0, 12).Select(j => Words.Of(i * 31 + j * 7))))];
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        using var stream = new MemoryStream();
        new SubwordVectorizer().Fit(many, 1).Save(stream);

        Assert.True(stream.Length < 8_000_000, $"{stream.Length}");
        Assert.Throws<OperationCanceledException>(() => new SubwordVectorizer().Fit(many, 1, cancelled.Token));
    }

    [Fact]
    public void AVectorOfAnotherLengthIsRefused()
    {
        var vectors = new SubwordVectorizer().Fit([], 1);

        Assert.Throws<ArgumentException>(() => vectors.Write("Order", new float[vectors.Size + 1]));
    }

    internal static float[] VectorOf(ITemplateVectors vectors, string template)
    {
        var vector = new float[vectors.Size];
        vectors.Write(template, vector);
        return vector;
    }

    internal static float Similarity(ITemplateVectors vectors, string one, string other) =>
        VectorOf(vectors, one).Zip(VectorOf(vectors, other), (left, right) => left * right).Sum();

    private static class Words
    {
        // Letters only, a few thousand different ones.
        public static string Of(int number)
        {
            var value = (uint)number * 2654435761;
            return string.Concat(Enumerable.Range(0, 6).Select(i => (char)('a' + (value >> (i * 5)) % 26)));
        }
    }
}
