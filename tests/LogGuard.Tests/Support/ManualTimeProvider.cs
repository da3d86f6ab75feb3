using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace LogGuard.Tests.Support;

/// <summary>A test clock that tells which timers are set on it.</summary>
internal sealed class ManualTimeProvider() : FakeTimeProvider(TestTimeProvider.Start)
{
    private readonly Channel<TimeSpan> _dueTimes = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _dueTimes.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until another thread sets a timer with such a due time.</summary>
    public async Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> isSought)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var dueTime = await _dueTimes.Reader.ReadAsync(patience.Token);
            if (isSought(dueTime))
            {
                return dueTime;
            }
        }
    }
}
