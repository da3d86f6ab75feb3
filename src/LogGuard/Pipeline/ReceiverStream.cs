using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LogGuard.Pipeline;

/// <summary>What is delivered from now on, as a stream that its reader pulls: bounded, and what a slow one misses is counted.</summary>
internal static class ReceiverStream
{
    /// <param name="limit">Most that wait for the reader.</param>
    /// <param name="subscribe">Has each item, and the end, told until what it gives is disposed of.</param>
    /// <param name="countDrop">Told of each item that there was no room for.</param>
    /// <param name="isTakenBack">Whether an item is not to be shown after all, asked when it is its turn.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static IAsyncEnumerable<T> Open<T>(
        int limit, Func<Action<T>, Action, IDisposable> subscribe, Action countDrop, Func<T, bool> isTakenBack, CancellationToken cancellation)
    {
        // Subscribed to here and not at the first step: what happens in between is not missed.
        var channel = Channel.CreateBounded<T>(limit);
        var subscription = subscribe(
            item =>
            {
                if (!channel.Writer.TryWrite(item))
                {
                    countDrop();
                }
            },
            () => channel.Writer.TryComplete());
        return Enumerate(channel.Reader, subscription, isTakenBack, cancellation);
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(
        ChannelReader<T> items, IDisposable subscription, Func<T, bool> isTakenBack, CancellationToken outerToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(outerToken, cancellationToken);
        using (subscription)
        {
            await foreach (var item in items.ReadAllAsync(linked.Token).ConfigureAwait(false))
            {
                if (!isTakenBack(item))
                {
                    yield return item;
                }
            }
        }
    }
}
