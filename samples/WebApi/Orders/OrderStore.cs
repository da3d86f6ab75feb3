using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WebApi.Orders;

/// <summary>The open orders. Shipped and cancelled orders are removed.</summary>
internal sealed class OrderStore
{
    /// <summary>The maximum number of open orders. Further orders are refused, which bounds the memory.</summary>
    private const int Limit = 100_000;

    private readonly ConcurrentDictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private int _count;

    public bool TryAdd(Order order)
    {
        if (Interlocked.Increment(ref _count) <= Limit && _orders.TryAdd(order.Id, order))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    public bool TryGet(string id, [NotNullWhen(true)] out Order? order) => _orders.TryGetValue(id, out order);

    public void Remove(string id)
    {
        if (_orders.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
