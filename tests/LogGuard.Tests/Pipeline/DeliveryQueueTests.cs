using LogGuard.Pipeline;

namespace LogGuard.Tests.Pipeline;

public class DeliveryQueueTests
{
    private readonly DeliveryQueue _queue = new(limit: 3);

    [Fact]
    public void ItemsComeInOrderAndAFullQueueRefuses()
    {
        Assert.All(new object[] { 1, 2, 3 }, item => Assert.True(_queue.TryAdd(item)));
        Assert.False(_queue.TryAdd(4));

        Assert.Equal([1, 2, 3], Take(3));
        Assert.True(_queue.TryAdd(5));
    }

    [Fact]
    public void AWaitEndsWhenTheItemsBeforeItAreDeliveredAndNotWhenTheyAreTaken()
    {
        _queue.TryAdd(1);
        _queue.TryAdd(2);
        var wait = Wait();
        _queue.TryAdd(3);

        Take(2);
        Assert.False(wait.Task.IsCompleted);
        Take(1);

        Assert.True(wait.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void AWaitForNothingEndsAtOnce()
    {
        Assert.True(Wait().Task.IsCompletedSuccessfully);
        _queue.TryAdd(1);
        Take(1);
        Assert.False(Wait().Task.IsCompleted);
    }

    [Fact]
    public void AClosedQueueGivesWhatItHasAndIsThenFinished()
    {
        _queue.TryAdd(1);
        var wait = Wait();
        _queue.Close();

        Assert.False(_queue.IsFinished);
        Assert.False(_queue.TryAdd(2));
        Assert.Equal([1], Take(1));
        Assert.False(_queue.TryTake(out _));
        Assert.True(_queue.IsFinished);
        Assert.True(wait.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void WaitsThatWereCancelledBehindABlockedReceiverAreNotKept()
    {
        _queue.TryAdd(1);
        Take(1);
        var weak = Enumerable.Range(0, 2_000).Select(_ => CancelledWait()).ToArray();

        GC.Collect();

        Assert.InRange(weak.Count(reference => reference.IsAlive), 0, 200);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference CancelledWait()
    {
        var wait = Wait();
        wait.SetCanceled();
        return new WeakReference(wait.Task);
    }

    private TaskCompletionSource<bool> Wait()
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.WhenDelivered(done);
        return done;
    }

    private List<object> Take(int count)
    {
        var items = new List<object>();
        for (var i = 0; i < count; i++)
        {
            Assert.True(_queue.TryTake(out var item));
            items.Add(item);
        }

        return items;
    }
}
