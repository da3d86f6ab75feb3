using Microsoft.EntityFrameworkCore;

namespace WebApi.Shop;

/// <summary>The HTTP endpoints of the shop.</summary>
internal static class ShopEndpoints
{
    private const int PageSize = 20;
    private const int ItemLimit = 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/login", SignInAsync);
        app.MapGet("/products", ListProductsAsync);
        app.MapGet("/products/{id:int}", ShowProductAsync);
        app.MapGet("/orders", ListOrdersAsync);
        app.MapPost("/orders", PlaceAsync);
        app.MapPost("/orders/{id:int}/items", AddItemAsync);
        app.MapPost("/orders/{id:int}/pay", Payments.PayAsync);
    }

    private static async Task<IResult> SignInAsync(SignIn wanted, ShopDb db, ILogger<Customer> log)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(row => row.Name == wanted.Customer);
        if (customer is null || customer.PasswordHash != Passwords.Hash(wanted.Customer, wanted.Password))
        {
            log.WrongPassword(wanted.Customer);
            return Results.Unauthorized();
        }

        log.SignedIn(customer.Name);
        return Results.Ok(new SignedIn(customer.Id));
    }

    private static async Task<IResult> ListProductsAsync(int page, ShopDb db) =>
        Results.Ok(await db.Products.OrderBy(product => product.Id).Skip(page * PageSize).Take(PageSize)
            .Select(product => new ProductShown(product.Id, product.Name, product.Cents / 100m)).ToArrayAsync());

    private static async Task<IResult> ShowProductAsync(int id, ShopDb db) =>
        await db.Products.AsNoTracking().FirstOrDefaultAsync(product => product.Id == id) is { } product
            ? Results.Ok(new ProductShown(product.Id, product.Name, product.Cents / 100m))
            : Results.NotFound();

    private static async Task<IResult> ListOrdersAsync(int customer, ShopDb db)
    {
        var orders = await db.Orders.AsNoTracking().Where(order => order.CustomerId == customer).OrderByDescending(order => order.Id)
            .Include(order => order.Items).Take(PageSize).ToArrayAsync();
        return Results.Ok(orders.Select(Show).ToArray());
    }

    private static async Task<IResult> PlaceAsync(OrderWanted wanted, ShopDb db, ShopFaults faults, ILogger<ShopOrder> log)
    {
        if (wanted.Items.Length is 0 or > ItemLimit)
        {
            log.OrderRefused(wanted.Items.Length, wanted.CustomerId, "the number of items is not allowed");
            return Results.BadRequest();
        }

        var ids = wanted.Items.Select(item => item.ProductId).ToArray();
        var products = await db.Products.Where(product => ids.Contains(product.Id)).ToDictionaryAsync(product => product.Id);
        var order = new ShopOrder { CustomerId = wanted.CustomerId };
        foreach (var item in wanted.Items)
        {
            Add(order, products[item.ProductId], item.Quantity);
        }

        db.Orders.Add(order);
        if (!faults.OmitsMessage)
        {
            db.OutboxMessages.Add(new OutboxMessage { Text = $"Customer {wanted.CustomerId}: thank you for your order." });
        }

        await db.SaveChangesAsync();
        log.OrderPlaced(order.Id, order.CustomerId, order.Items.Count, order.Cents / 100m);
        return Results.Created($"/orders/{order.Id}", Show(order));
    }

    private static async Task<IResult> AddItemAsync(int id, ItemWanted wanted, ShopDb db, ILogger<ShopOrder> log)
    {
        if (await db.Orders.Include(row => row.Items).FirstOrDefaultAsync(row => row.Id == id) is not { } order)
        {
            return Results.NotFound();
        }

        if (order.IsPaid)
        {
            return Results.Conflict();
        }

        var product = await db.Products.FirstAsync(row => row.Id == wanted.ProductId);
        Add(order, product, wanted.Quantity);
        await db.SaveChangesAsync();
        log.ItemAdded(wanted.Quantity, product.Name, id);
        return Results.Ok(Show(order));
    }

    private static void Add(ShopOrder order, Product product, int quantity)
    {
        order.Items.Add(new OrderItem { ProductId = product.Id, Quantity = quantity });
        order.Cents += product.Cents * quantity;
        product.Stock -= quantity;
    }

    private static OrderShown Show(ShopOrder order) => new(order.Id, order.Items.Count, order.Cents / 100m, order.IsPaid);
}
