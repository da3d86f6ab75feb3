using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LogGuard.Pipeline;

/// <summary>
/// The items delivered from now on, as a stream that its consumer pulls. Bounded: items that a slow consumer misses are counted.
/// The consumer is unwatched while it handles an item; see <see cref="UnwatchedStream{T}"/>.
/// </summary>
internal static class ReceiverStream
{
    /// <summary>Opens a stream.</summary>
    /// <param name="limit">Most items that wait for the consumer.</param>
    /// <param name="subscribe">Calls the first delegate for each item, and the second at the end, until its result is disposed of.</param>
    /// <param name="countDrop">Called for each item that there was no room for.</param>
    /// <param name="isTakenBack">Whether an item is not to be shown after all, asked when it is its turn.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static IAsyncEnumerable<T> Open<T>(
        int limit, Func<Action<T>, Action, IDisposable> subscribe, Action countDrop, Func<T, bool> isTakenBack, CancellationToken cancellation)
    {
        // Subscribes here and not at the first step, so that no item in between is missed.
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
        return new UnwatchedStream<T>(EnumerateAsync(channel.Reader, subscription, isTakenBack, cancellation));
    }

    private static async IAsyncEnumerable<T> EnumerateAsync<T>(
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
