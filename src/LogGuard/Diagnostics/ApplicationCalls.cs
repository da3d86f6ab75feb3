namespace LogGuard.Diagnostics;

/// <summary>
/// Knows whether code runs inside a call from a detector into the application, on the called thread or on one that was started
/// from there. Such code must not wait for that thread: a callback that waits for all deliveries would wait for itself.
/// </summary>
internal sealed class ApplicationCalls
{
    private readonly AsyncLocal<Call?> _current = new();

    /// <summary>The innermost call that has not returned yet.</summary>
    public ApplicationCall Innermost
    {
        get
        {
            for (var call = _current.Value; call is not null; call = call.Outer)
            {
                // Code that a callback started goes on after it has returned, and may then wait.
                if (call.IsRunning)
                {
                    return call.Kind;
                }
            }

            return ApplicationCall.None;
        }
    }

    /// <summary>Calls the application.</summary>
    public void Run(ApplicationCall kind, Action body)
    {
        var before = _current.Value;
        var call = new Call(kind, before);
        _current.Value = call;
        try
        {
            body();
        }
        finally
        {
            call.IsRunning = false;
            _current.Value = before;
        }
    }

    private sealed class Call(ApplicationCall kind, Call? outer)
    {
        public volatile bool IsRunning = true;

        public ApplicationCall Kind => kind;

        public Call? Outer => outer;
    }
}
