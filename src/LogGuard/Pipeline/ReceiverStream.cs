using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LogGuard.Alerts;

namespace LogGuard.Pipeline;

/// <summary>
/// Exposes the items delivered from now on as an asynchronous stream with a bounded channel. Items that a slow consumer misses are
/// counted. The consumer is unwatched while it handles an item; see <see cref="UnwatchedStream{T}"/>.
/// </summary>
internal static class ReceiverStream
{
    /// <summary>Opens a stream.</summary>
    /// <param name="limit">The maximum number of items queued for the consumer.</param>
    /// <param name="subscribe">Subscribes two delegates, for each item and for the end, until its result is disposed.</param>
    /// <param name="rankOf">The rank of an item; see <see cref="SeverityRule.RoomOf"/>.</param>
    /// <param name="countDrop">Called for each item that is dropped because the channel is full.</param>
    /// <param name="isTakenBack">Called before an item is returned; true skips it.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static IAsyncEnumerable<T> Open<T>(
        int limit, Func<Action<T>, Action, IDisposable> subscribe, Func<T, int> rankOf, Action countDrop, Func<T, bool> isTakenBack, CancellationToken cancellation)
    {
        // Subscribes now and not at the first MoveNextAsync, so that no item in between is missed.
        var channel = Channel.CreateBounded<T>(SeverityRule.RoomOf(limit, SeverityRule.RankCount - 1));
        var subscription = subscribe(
            item =>
            {
                if (channel.Reader.Count >= SeverityRule.RoomOf(limit, rankOf(item)) || !channel.Writer.TryWrite(item))
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
