namespace LogGuard.Pipeline;

/// <summary>Calls several receivers. An exception of one does not prevent the calls of the others.</summary>
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
