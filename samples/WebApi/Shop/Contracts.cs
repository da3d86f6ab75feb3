namespace WebApi.Shop;

/// <summary>The request to sign in.</summary>
internal sealed record SignIn(string Customer, string Password);

/// <summary>The answer to a customer who signed in.</summary>
internal sealed record SignedIn(int CustomerId);

/// <summary>One product of a request.</summary>
internal sealed record ItemWanted(int ProductId, int Quantity);

/// <summary>The request to place an order.</summary>
internal sealed record OrderWanted(int CustomerId, ItemWanted[] Items);

/// <summary>An order, as answered.</summary>
internal sealed record OrderShown(int Id, int Items, decimal Total, bool IsPaid);

/// <summary>A product, as answered.</summary>
internal sealed record ProductShown(int Id, string Name, decimal Price);
