using System.Collections.Concurrent;
using Serilog;

namespace LogGuard.Semantics.Tests;

public sealed class MiniLmVectorizerTests(MiniLmVectorizerTests.Model model) : IClassFixture<MiniLmVectorizerTests.Model>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string[] Shop =
    [
        "Order {OrderId} received", "Payment of {Amount} captured for {OrderId}", "Stock reserved for order {OrderId}", "Order {OrderId} shipped",
        "Invoice {InvoiceId} sent to {Mail}", "Cart {CartId} opened", "Item {Sku} added to cart", "Checkout started",
    ];

    [Theory]
    [InlineData("Order {Id} was shipped", "Order {OrderId} shipped")]
    [InlineData("Invoice {InvoiceId} mailed to {Mail}", "Invoice {InvoiceId} sent to {Mail}")]
    [InlineData("We have got order {OrderId}", "Order {OrderId} received")]
    [InlineData("Product {Sku} put into the basket", "Item {Sku} added to cart")]
    public void ATemplateIsNearestToTheOneOfTheSameMeaning(string later, string earlier)
    {
        var vectors = model.Vectorizer.Fit(Shop, 1);

        Assert.Equal(earlier, Shop.MaxBy(template => Similarity(vectors, later, template)));
    }

    [Fact]
    public void ARewordedStepIsAlikeAndOtherStepsAreNot()
    {
        var vectors = model.Vectorizer.Fit(Shop, 1);

        Assert.InRange(Similarity(vectors, "Order {OrderId} shipped", "Order {Id} was shipped"), 0.86, 0.92);
        foreach (var other in (string[])["Payment of {Amount} captured for {OrderId}", "Invoice {InvoiceId} sent to {Mail}", "Cart {CartId} opened", "Checkout started", "Disk {Disk} is almost full"])
        {
            Assert.InRange(Similarity(vectors, other, "Order {Id} was shipped"), -1, 0.63);
        }
    }

    [Fact]
    public void HolesAreWrittenAsTheTrainingTemplatesSuggest()
    {
        Assert.Equal("Order shipped in ms", TemplateText.Of("Order {@OrderId} shipped in {Elapsed,8:0.0} ms", HoleForm.None));
        Assert.Equal("Order order id shipped", TemplateText.Of("Order {OrderId} shipped", HoleForm.Words));
        Assert.Equal("Order {OrderId} shipped", TemplateText.Of("Order {OrderId:x} shipped", HoleForm.Raw));
        Assert.Equal("state { Id = 7 }", TemplateText.Of("state { Id = 7 }", HoleForm.None));

        // The names of these holes say nothing that the words do not, so that they are left out.
        var vectors = model.Vectorizer.Fit(Shop, 1);
        Assert.Equal(1, Similarity(vectors, "Order {OrderId} shipped", "Order {Number} shipped"), 1e-3);
    }

    [Fact]
    public void SavingChangesNoVectorAndDamageIsInvalidData()
    {
        var vectors = model.Vectorizer.Fit(Shop, 1);
        using var saved = new MemoryStream();
        vectors.Save(saved);
        saved.Position = 0;

        Assert.Equal(VectorOf(vectors, Shop[0]), VectorOf(model.Vectorizer.Load(saved), Shop[0]));
        Assert.Throws<InvalidDataException>(() => model.Vectorizer.Load(new MemoryStream([1, 2])));
        Assert.Throws<InvalidDataException>(() => model.Vectorizer.Load(new MemoryStream([1, 2, 3, 4, 0])));
        Assert.Throws<ArgumentException>(() => vectors.Write(Shop[0], new float[3]));
        Assert.All(VectorOf(vectors, "{OrderId}: 7"), value => Assert.Equal(0, value));
    }

    [Fact]
    public void ADisposedOneThrows()
    {
        var vectorizer = new MiniLmVectorizer();
        var vectors = vectorizer.Fit([], 1);
        vectorizer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => VectorOf(vectors, Shop[0]));
    }

    [Fact]
    public async Task AnApplicationRecognisesASynonymAfterADeploy()
    {
        using var folder = new PipelineFolder();
        await RunAsync(folder, "1.0", async (detector, log) =>
        {
            for (var i = 0; i < 60; i++)
            {
                Ship(log, $"learnt{i}", "Order {OrderId} shipped");
            }

            await detector.CloseSessionsAsync().WaitAsync(Patience);
            Assert.True(await detector.TrainAsync().WaitAsync(Patience));
        });

        var anomalies = await RunAsync(folder, "2.0", async (detector, log) =>
        {
            for (var i = 0; i < 5; i++)
            {
                Ship(log, $"new{i}", "Order {OrderId} was dispatched");
            }

            await detector.CloseSessionsAsync().WaitAsync(Patience);
        });

        var question = Assert.Single(anomalies);
        Assert.Equal((AnomalyKind.RenamedTemplate, "Order {OrderId} shipped"), (question.Kind, question.Renamed?.Earlier));
    }

    private static void Ship(ILogger log, string id, string last)
    {
        log.Information("Cart of {OrderId} checked out", id);
        log.Information("Payment of {Amount} captured for {OrderId}", 12.5m, id);
        log.Information("Stock reserved in {Warehouse} for {OrderId}", "north", id);
        log.Information(last, id);
    }

    private async Task<Anomaly[]> RunAsync(PipelineFolder folder, string version, Func<AnomalyDetector, ILogger, Task> run)
    {
        var anomalies = new ConcurrentQueue<Anomaly>();
        using var detector = new AnomalyDetector(ShopOptions.Make(options =>
        {
            (options.ModelPath, options.ApplicationVersion, options.TemplateVectorizer) = (folder.Path, version, model.Vectorizer);
            options.OnAnomaly = anomalies.Enqueue;
        }));
        using var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();
        await run(detector, log);
        await detector.FlushAsync().WaitAsync(Patience);
        return [.. anomalies];
    }

    private static float[] VectorOf(ITemplateVectors vectors, string template)
    {
        var vector = new float[vectors.Size];
        vectors.Write(template, vector);
        return vector;
    }

    private static float Similarity(ITemplateVectors vectors, string one, string other) =>
        VectorOf(vectors, one).Zip(VectorOf(vectors, other), (left, right) => left * right).Sum();

    public sealed class Model : IDisposable
    {
        public MiniLmVectorizer Vectorizer { get; } = new();

        public void Dispose() => Vectorizer.Dispose();
    }
}
