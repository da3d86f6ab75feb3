using Microsoft.Extensions.Time.Testing;

namespace LogGuard.Tests.Support;

/// <summary>A clock that stands still until it is advanced; its timers fire then, on the thread that advances it.</summary>
internal sealed class TestTimeProvider() : FakeTimeProvider(Start)
{
    public static new readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
}
