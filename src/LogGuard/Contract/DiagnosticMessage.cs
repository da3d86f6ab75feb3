namespace LogGuard;

/// <summary>A diagnostic message of a detector, about its state or a problem; see <see cref="AnomalyDetectorOptions.OnDiagnostic"/>.</summary>
/// <param name="Severity">
/// <see cref="LogSeverity.Warning"/> if something has no effect, is lost or does not work as set; otherwise
/// <see cref="LogSeverity.Information"/>.
/// </param>
/// <param name="Text">The message: one line, without the name of LogGuard.</param>
public readonly record struct DiagnosticMessage(LogSeverity Severity, string Text)
{
    /// <summary>The message as <see cref="AnomalyDetectorOptions.Diagnostics"/> receives it, which begins with <c>LogGuard: </c>.</summary>
    public override string ToString() => "LogGuard: " + Text;
}
