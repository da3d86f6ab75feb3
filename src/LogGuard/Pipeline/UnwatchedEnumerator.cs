using System.Threading.Tasks.Sources;

namespace LogGuard.Pipeline;

/// <summary>Opens an <see cref="UnwatchedScope"/> in its consumer's execution context with each item.</summary>
/// <remarks>
/// An async method cannot change its caller's execution context, because the runtime restores the context when the method returns
/// or suspends. Therefore none of these members is async. An awaiter calls <see cref="IValueTaskSource{TResult}.GetResult"/> in the
/// consumer's method, after the runtime has restored the consumer's context, regardless of how and where the step completed. A
/// scope opened there belongs to the consumer and flows through the awaits of the loop's body. The consumer's next call ends it.
/// </remarks>
internal sealed class UnwatchedEnumerator<T>(IAsyncEnumerator<T> items) : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    private ValueTask<bool> _step;
    private short _token;
    private UnwatchedScope _scope;

    public T Current => items.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        End();
        _step = items.MoveNextAsync();
        return new ValueTask<bool>(this, ++_token);
    }

    public ValueTask DisposeAsync()
    {
        End();
        return items.DisposeAsync();
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) =>
        !StepOf(token).IsCompleted ? ValueTaskSourceStatus.Pending
        : _step.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _step.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        var awaiter = StepOf(token).ConfigureAwait((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0).GetAwaiter();
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
        {
            awaiter.OnCompleted(() => continuation(state));
        }
        else
        {
            awaiter.UnsafeOnCompleted(() => continuation(state));
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var step = StepOf(token);
        _token++;
        var hasItem = step.GetAwaiter().GetResult();
        if (hasItem)
        {
            _scope = UnwatchedScope.Open();
        }

        return hasItem;
    }

    private ValueTask<bool> StepOf(short token) =>
        token == _token ? _step : throw new InvalidOperationException("A step of the enumeration may be awaited once only.");

    private void End()
    {
        _scope.Dispose();
        _scope = default;
    }
}
