namespace LogGuard.Pipeline;

/// <summary>Calls several receivers, of which one that throws keeps nothing from the others.</summary>
internal struct CallbackRunner
{
    private List<Exception>? _failures;

    public void Try(Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception)
        {
            (_failures ??= []).Add(exception);
        }
    }

    public readonly void ThrowIfAny()
    {
        if (_failures is not null)
        {
            throw _failures.Count == 1 ? _failures[0] : new AggregateException(_failures);
        }
    }
}
