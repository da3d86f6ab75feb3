namespace LogGuard.Pipeline;

/// <summary>
/// A stream whose consumer is unwatched while it handles an item, from the return of <c>await MoveNextAsync()</c> until the next call
/// or disposal. A consumer that logs an item through the watched log must not cause the next item.
/// </summary>
internal sealed class UnwatchedStream<T>(IAsyncEnumerable<T> items) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new UnwatchedEnumerator<T>(items.GetAsyncEnumerator(cancellationToken));
}
