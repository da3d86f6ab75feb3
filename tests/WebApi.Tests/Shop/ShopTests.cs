using System.Collections.Concurrent;
using WebApi.FrameworkLogs;
using WebApi.Shop;

namespace WebApi.Tests.Shop;

public class ShopTests
{
    private static readonly ItemWanted[] Items = [new(3, 1), new(5, 2)];

    [Fact]
    public async Task CustomersAreAnsweredAndTheFrameworksLinesAreReceived()
    {
        await using var shop = await RunningShop.StartAsync();
        var answers = new ConcurrentQueue<ShopAnswer>();
        shop.Client.Answered += answers.Enqueue;

        await new Traffic(shop.Client, seed: 2).RunAsync(300);
        await shop.Detector.FlushAsync();

        Assert.All(answers, answer => Assert.InRange(answer.Status, 200, 499));
        Assert.Equal(Enum.GetValues<ShopRequest>(), answers.Select(answer => answer.Request).Distinct().Order());
        Assert.True(shop.Detector.Counters.Received > 5 * answers.Count, "A request has its beginning, its endpoint, its commands and its end.");
        Assert.Equal(0, shop.Detector.Counters.Dropped);
    }

    [Fact]
    public async Task AHandlerFailsOnlyWhileItsFaultIsOn()
    {
        await using var shop = await RunningShop.StartAsync();
        var (_, order) = await shop.Client.SendAsync<OrderShown>(ShopRequest.Place, HttpMethod.Post, "/orders", new OrderWanted(1, Items));

        shop.Faults.Switch($"{nameof(ShopFaults.PayFails)} on");
        var failed = await shop.Client.SendAsync<object>(ShopRequest.Pay, HttpMethod.Post, $"/orders/{order!.Id}/pay");
        shop.Faults.Switch($"{nameof(ShopFaults.PayFails)} off");
        var paid = await shop.Client.SendAsync<object>(ShopRequest.Pay, HttpMethod.Post, $"/orders/{order.Id}/pay");

        Assert.Equal(500, failed.Status);
        Assert.Contains(paid.Status, new[] { 200, 402 });
    }

    [Fact]
    public async Task AShopWithoutItsStorageFailsAndGoesOnWhenItIsBack()
    {
        await using var shop = await RunningShop.StartAsync();

        Directory.Move(shop.Storage, shop.Storage + ".lost");
        var failed = await shop.Client.SendAsync<object>(ShopRequest.ListProducts, HttpMethod.Get, "/products?page=0");
        Directory.Move(shop.Storage + ".lost", shop.Storage);
        var listed = await shop.Client.SendAsync<object>(ShopRequest.ListProducts, HttpMethod.Get, "/products?page=0");

        Assert.Equal((500, 200), (failed.Status, listed.Status));
    }

    [Fact]
    public async Task AWrongPasswordIsRefused()
    {
        await using var shop = await RunningShop.StartAsync();

        var wrong = await shop.Client.SendAsync<object>(ShopRequest.SignIn, HttpMethod.Post, "/login", new SignIn("customer7", "guess"));
        var (right, answer) = await shop.Client.SendAsync<SignedIn>(ShopRequest.SignIn, HttpMethod.Post, "/login", new SignIn("customer7", Passwords.Of("customer7")));

        Assert.Equal((401, 200, 7), (wrong.Status, right, answer!.CustomerId));
    }

    [Theory]
    [InlineData("--model")]
    [InlineData("--model", "m")]
    [InlineData("--database", "d")]
    public void AShopNeedsItsFolderAndItsDatabase(params string[] args) => Assert.Throws<ArgumentException>(() => ShopSettings.Parse(args));
}
