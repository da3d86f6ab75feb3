using System.Diagnostics;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Tells the reader when a root activity of this process starts and stops, such as that of a request. The session of its trace has
/// ended then. Runs on the application's threads, and allocates nothing.
/// </summary>
/// <remarks>
/// The listener has no sampling callback, so no activity is created or recorded because of it. A host creates an activity for a
/// request if logging is enabled, even without a listener; such activities have no source and are known by the name of their
/// operation.
/// </remarks>
internal sealed class RootActivityListener : IDisposable
{
    // Running root activities share a counter by the hash of their trace id. If two traces share one, the first to stop is left to
    // the idle time: among 100 running requests one in 300. 128 kB.
    private const int CounterCount = 32_768;

    private readonly string[] _names;
    private readonly EventQueue _queue;
    private readonly CaptureRules? _capture;
    private readonly DiagnosticLog _diagnostics;
    private readonly int[] _running = new int[CounterCount];
    private readonly ActivityListener _listener;

    /// <param name="names">Names of activity sources.</param>
    /// <param name="queue">Receives starts and stops, in order with the events.</param>
    /// <param name="capture">How session ids are hashed; null if they are not.</param>
    /// <param name="diagnostics">Receives messages about failures.</param>
    private RootActivityListener(IEnumerable<string> names, EventQueue queue, CaptureRules? capture, DiagnosticLog diagnostics)
    {
        _names = [.. names];
        _queue = queue;
        _capture = capture;
        _diagnostics = diagnostics;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.Length == 0 || _names.Contains(source.Name),
            ActivityStarted = OnStarted,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Starts listening; null if no source is named.</summary>
    public static RootActivityListener? Start(IEnumerable<string> names, EventQueue queue, CaptureRules? capture, DiagnosticLog diagnostics) =>
        names.Any() ? new RootActivityListener(names, queue, capture, diagnostics) : null;

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private void OnStarted(Activity activity)
    {
        try
        {
            if (!IsRoot(activity))
            {
                return;
            }

            Interlocked.Increment(ref CounterOf(activity));

            // A trace that began in another process may come here again: its next request is a session of its own.
            if (activity.ParentSpanId != default)
            {
                _queue.TryPostMark(LogKey.RootStarted, SessionOf(activity));
            }
        }
        catch (Exception exception)
        {
            Tell(exception);
        }
    }

    private void OnStopped(Activity activity)
    {
        try
        {
            if (IsRoot(activity) && CountDown(ref CounterOf(activity)))
            {
                _queue.TryPostMark(LogKey.RootStopped, SessionOf(activity));
            }
        }
        catch (Exception exception)
        {
            Tell(exception);
        }
    }

    private bool IsRoot(Activity activity) =>
        activity is { Parent: null, IdFormat: ActivityIdFormat.W3C } && (activity.Source.Name.Length > 0 || IsNamed(activity.OperationName));

    // "Microsoft.AspNetCore" also names the operation "Microsoft.AspNetCore.Hosting.HttpRequestIn".
    private bool IsNamed(string operation)
    {
        foreach (var name in _names)
        {
            if (operation.StartsWith(name, StringComparison.Ordinal) && (operation.Length == name.Length || operation[name.Length] == '.'))
            {
                return true;
            }
        }

        return false;
    }

    private SessionId SessionOf(Activity activity) => _capture.KnownAs(SessionId.From(activity.TraceId.ToHexString()));

    private ref int CounterOf(Activity activity) => ref _running[activity.TraceId.GetHashCode() & (CounterCount - 1)];

    // Whether no other root activity of the trace runs. An activity that started before the listener was not counted.
    private static bool CountDown(ref int counter)
    {
        while (Volatile.Read(ref counter) is var count && count > 0)
        {
            if (Interlocked.CompareExchange(ref counter, count - 1, count) == count)
            {
                return count == 1;
            }
        }

        return true;
    }

    private void Tell(Exception exception) => _diagnostics.TellRepeated(
        "activities", count => $"{count:N0} activities could not be followed: {exception.Message}. Their sessions end after the idle time.");
}
