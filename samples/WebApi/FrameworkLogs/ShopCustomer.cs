using WebApi.Shop;

namespace WebApi.FrameworkLogs;

/// <summary>Visits the shop again and again: each visit is a few requests, by the mix and a seeded random number.</summary>
internal sealed class ShopCustomer(ShopClient client, Random random, Func<bool> goesOn)
{
    private const int Customers = 200;
    private const int Products = 60;
    private const int Pages = 3;

    // Together some hundred requests a second: two cores answer them without queueing.
    private const int LongestPauseMilliseconds = 30;

    public async Task RunAsync()
    {
        for (var visit = 0; goesOn(); visit++)
        {
            var mix = RequestMix.All[visit / RequestMix.VisitsOfMix % RequestMix.All.Length];
            var dice = random.Next(100);
            await (dice < mix.Browse ? BrowseAsync()
                : (dice -= mix.Browse) < mix.SignIn ? SignInAsync()
                : (dice -= mix.SignIn) < mix.Buy ? BuyAsync()
                : dice - mix.Buy < mix.LookUp ? LookUpAsync()
                : ProbeAsync());
        }
    }

    private async Task BrowseAsync()
    {
        for (var pages = 1 + random.Next(3); pages > 0; pages--)
        {
            await SendAsync<object>(ShopRequest.ListProducts, HttpMethod.Get, $"/products?page={random.Next(Pages)}");
        }

        // A link of last year's catalogue now and then.
        var product = random.Next(20) == 0 ? Products + 1 + random.Next(Products) : 1 + random.Next(Products);
        await SendAsync<object>(ShopRequest.ShowProduct, HttpMethod.Get, $"/products/{product}");
    }

    private async Task SignInAsync()
    {
        var name = $"customer{1 + random.Next(Customers)}";
        if (random.Next(20) == 0)
        {
            await SendAsync<object>(ShopRequest.SignIn, HttpMethod.Post, "/login", new SignIn(name, "a slip of the finger"));
        }

        await SendAsync<object>(ShopRequest.SignIn, HttpMethod.Post, "/login", new SignIn(name, Passwords.Of(name)));
    }

    private async Task BuyAsync()
    {
        var customer = 1 + random.Next(Customers);
        var isEmpty = random.Next(15) == 0;
        var products = Enumerable.Range(1, Products).ToArray();
        random.Shuffle(products);
        var items = products.Take(isEmpty ? 0 : 1 + random.Next(4)).Select(product => new ItemWanted(product, 1 + random.Next(3))).ToArray();
        var (_, order) = await SendAsync<OrderShown>(ShopRequest.Place, HttpMethod.Post, "/orders", new OrderWanted(customer, items));
        if (order is null)
        {
            return;
        }

        for (var more = random.Next(3); more > 0; more--)
        {
            await SendAsync<object>(ShopRequest.AddItem, HttpMethod.Post, $"/orders/{order.Id}/items", new ItemWanted(1 + random.Next(Products), 1));
        }

        for (var payments = random.Next(4) == 0 ? 0 : random.Next(8) == 0 ? 2 : 1; payments > 0; payments--)
        {
            await SendAsync<object>(ShopRequest.Pay, HttpMethod.Post, $"/orders/{order.Id}/pay");
        }
    }

    private Task LookUpAsync() => SendAsync<object>(ShopRequest.ListOrders, HttpMethod.Get, $"/orders?customer={1 + random.Next(Customers)}");

    private Task ProbeAsync() => SendAsync<object>(ShopRequest.Probe, HttpMethod.Get, "/health");

    private async Task<(int Status, T? Content)> SendAsync<T>(ShopRequest what, HttpMethod method, string path, object? body = null)
        where T : class
    {
        await Task.Delay(random.Next(LongestPauseMilliseconds));
        return await client.SendAsync<T>(what, method, path, body);
    }
}
