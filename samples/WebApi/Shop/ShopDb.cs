using Microsoft.EntityFrameworkCore;

namespace WebApi.Shop;

/// <summary>The shop's database. EF Core logs each command with one template; its text is the property <c>commandText</c>.</summary>
internal sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    private const int ProductCount = 60;
    private const int CustomerCount = 200;

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<ShopOrder> Orders => Set<ShopOrder>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    /// <summary>Creates the tables, the products and the customers, unless they exist.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!await Database.EnsureCreatedAsync(cancellationToken))
        {
            return;
        }

        for (var i = 1; i <= ProductCount; i++)
        {
            Products.Add(new Product { Id = i, Name = $"product {i}", Cents = 100 + i * 37 % 5_000, Stock = 1_000_000 });
        }

        for (var i = 1; i <= CustomerCount; i++)
        {
            var name = $"customer{i}";
            Customers.Add(new Customer { Id = i, Name = name, PasswordHash = Passwords.Hash(name, Passwords.Of(name)) });
        }

        await SaveChangesAsync(cancellationToken);
    }
}
