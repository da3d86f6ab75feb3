using System.Diagnostics;

namespace LogGuard.Diagnostics;

/// <summary>
/// A span of the source <c>LogGuard</c>, for what takes the detector long: trainings and snapshots. What a listener
/// throws stays here.
/// </summary>
internal sealed class DetectorActivity : IDisposable
{
    public const string SourceName = "LogGuard";
    public const string OutcomeTag = "logguard.outcome";

    private static readonly ActivitySource Source = new(SourceName, typeof(DetectorActivity).Assembly.GetName().Version?.ToString(3));

    private Activity? _activity;

    /// <summary>Begins a span; one that nobody listens to costs nothing.</summary>
    /// <param name="name">Its name, such as <c>logguard.train</c>.</param>
    /// <param name="detector">The detector's name.</param>
    public DetectorActivity(string name, string detector)
    {
        Guard(() => _activity = Source.StartActivity(name));
        Tag(DetectorMeter.DetectorTag, detector);
    }

    public void Tag(string name, object? value) => Guard(() => _activity?.SetTag(name, value));

    /// <summary>Ends as it was meant to.</summary>
    /// <param name="outcome">What came of it: <c>done</c>, or a word for why there was nothing to do.</param>
    public void End(string outcome = "done") => Tag(OutcomeTag, outcome);

    /// <summary>Ends without a result.</summary>
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
            // A listener of the application's; its spans are not worth a training.
        }
    }
}
