namespace WebApi.FrameworkLogs;

/// <summary>One answered request as seen by its sender.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Began">When the request was sent, by <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Took">The time until the whole answer was received.</param>
internal readonly record struct ShopAnswer(ShopRequest Request, int Status, long Began, TimeSpan Took);

/// <summary>The requests of a customer.</summary>
internal enum ShopRequest
{
    SignIn,
    ListProducts,
    ShowProduct,
    ListOrders,
    Place,
    AddItem,
    Pay,
    Probe,
}
