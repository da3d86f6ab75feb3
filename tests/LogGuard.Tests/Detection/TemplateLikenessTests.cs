using LogGuard.Detection;
using LogGuard.Semantics;

namespace LogGuard.Tests.Detection;

public class TemplateLikenessTests
{
    private static readonly string[] Shop =
    [
        "Order {OrderId} received", "Payment captured", "Stock reserved for order {OrderId}", "Order {OrderId} packed", "Order {OrderId} shipped",
        "Invoice {InvoiceId} sent to {Mail}", "Cart {CartId} opened", "Item {Sku} added to cart", "Checkout started",
    ];

    [Fact]
    public void TheThresholdsLieBetweenDifferentStepsAndTheSameWords()
    {
        var likeness = Of(Shop);

        Assert.InRange(likeness.Alike, Math.Max(likeness.Highest, TemplateLikeness.LeastAlike) - 1e-6, likeness.Same);
        Assert.InRange(likeness.Same, 0.75, 0.99);
        Assert.Equal(5, Assert.Single(likeness.Find("The order {Number} was shipped", 1)).Key);
        Assert.Empty(likeness.Find("Cache of {Tenant} refreshed", 3));
    }

    [Fact]
    public void TheChanceOfASimilarityIsTheShareOfTheLearntTemplatesThatAreAsNear()
    {
        var likeness = Of(["Order accepted by desk", "Order accepted by the desks", "Payment captured", "Stock reserved"]);

        Assert.Equal(0, likeness.ChanceOf(1));
        Assert.Equal(0.5, likeness.ChanceOf(likeness.Highest));
        Assert.Equal(1, likeness.ChanceOf(TemplateLikeness.LeastAlike));
    }

    [Fact]
    public void TemplatesThatVectorsCannotTellApartAreNoTargets()
    {
        var likeness = Of(["step 1 of {Job}", "step 2 of {Job}", "Checkout started"]);

        Assert.Empty(likeness.Find("step 3 of {Job}", 3));
        Assert.Equal(3, Assert.Single(likeness.Find("Started the checkout", 3)).Key);
        Assert.Empty(Of(["step 1", "step 2"]).Find("step 3", 3));
    }

    [Fact]
    public void OneInTwentyOfManyTemplatesMayBeNearerThanTheThreshold()
    {
        string[] pairs = ["Order accepted by desk", "Order accepted by the desks"];
        var likeness = Of([.. pairs, .. Enumerable.Range(0, 60).Select(i => $"{Word(i)} {Word(i + 100)} {Word(i + 200)}")]);

        Assert.True(likeness.Highest > 0.8, $"{likeness.Highest}");
        Assert.True(likeness.Alike < 0.7, $"{likeness.Alike}");
    }

    [Fact]
    public void SavingKeepsItAndDamageIsInvalidData()
    {
        var likeness = Of(Shop);
        using var stream = new MemoryStream();
        likeness.Save(stream);
        var bytes = stream.ToArray();

        var read = TemplateLikeness.Read(bytes, key => key <= Shop.Length);
        read.Load(new SubwordVectorizer());

        Assert.Equal((likeness.Alike, likeness.Highest), (read.Alike, read.Highest));
        Assert.Equal(likeness.Find("Started the checkout", 3), read.Find("Started the checkout", 3));
        Assert.Throws<InvalidDataException>(() => TemplateLikeness.Read(bytes, key => key < Shop.Length));
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            byte[] damaged = i % 2 == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes];
            if (i % 2 == 1)
            {
                damaged[random.Next(60)] = (byte)random.Next(256);
            }

            var exception = Record.Exception(() => TemplateLikeness.Read(damaged, key => key <= Shop.Length));
            Assert.True(exception is InvalidDataException || (exception is null && i % 2 == 1), $"{i}: {exception}");
        }
    }

    [Fact]
    public void VectorsOfAnotherVectorizerAreRefused()
    {
        using var stream = new MemoryStream();
        Of(Shop).Save(stream);
        var read = TemplateLikeness.Read(stream.ToArray(), _ => true);

        using var other = new FastTextVectorizer("nowhere.vec");
        Assert.Contains("Subword", Assert.Throws<InvalidDataException>(() => read.Load(other)).Message);
    }

    [Fact]
    public void WithoutTwoTemplatesWithWordsThereIsNone() =>
        Assert.Null(TemplateLikeness.Of(new SubwordVectorizer(), [(1, "{Value}"), (2, "Order shipped"), (3, "7")], 1, CancellationToken.None));

    private static TemplateLikeness Of(string[] templates) =>
        TemplateLikeness.Of(new SubwordVectorizer(), [.. templates.Select((template, i) => (i + 1, template))], 1, CancellationToken.None)!;

    private static string Word(int number)
    {
        var value = (uint)(number + 1) * 2654435761;
        return string.Concat(Enumerable.Range(0, 6).Select(i => (char)('a' + (value >> (i * 5)) % 26)));
    }
}
