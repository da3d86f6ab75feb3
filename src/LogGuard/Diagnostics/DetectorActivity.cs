using System.Diagnostics;

namespace LogGuard.Diagnostics;

/// <summary>
/// A span of the activity source <c>LogGuard</c> for a long operation: training, loading or saving a snapshot. Exceptions of
/// listeners are caught.
/// </summary>
internal sealed class DetectorActivity : IDisposable
{
    public const string SourceName = "LogGuard";
    public const string OutcomeTag = "logguard.outcome";

    private static readonly ActivitySource Source =
        new ActivitySource(SourceName, typeof(DetectorActivity).Assembly.GetName().Version?.ToString(3)).DisposedOnUnload();

    private Activity? _activity;

    /// <summary>Starts a span. Without a listener this costs nothing.</summary>
    /// <param name="name">The name of the span, such as <c>logguard.train</c>.</param>
    /// <param name="detector">The name of the detector.</param>
    public DetectorActivity(string name, string detector)
    {
        Guard(() => _activity = Source.StartActivity(name));
        Tag(DetectorMeter.DetectorTag, detector);
    }

    public void Tag(string name, object? value) => Guard(() => _activity?.SetTag(name, value));

    /// <summary>Ends the span with a result.</summary>
    /// <param name="outcome">The result: <c>done</c>, or a word for why there was nothing to do.</param>
    public void End(string outcome = "done") => Tag(OutcomeTag, outcome);

    /// <summary>Ends the span with a failure.</summary>
    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            End("cancelled");
            return;
        }

        Fail($"{exception.GetType().Name}: {exception.Message}");
    }

    /// <inheritdoc cref="Fail(Exception)"/>
    public void Fail(string problem)
    {
        End("failed");
        Guard(() => _activity?.SetStatus(ActivityStatusCode.Error, problem));
    }

    public void Dispose() => Guard(() => _activity?.Dispose());

    private static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            // A failing listener of the application must not stop a training.
        }
    }
}
