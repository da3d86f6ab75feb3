namespace LogGuard.Tests.Support;

/// <summary>A session id at which the reader's thread stands still until the gate is opened.</summary>
internal sealed class PipelineGate : IDisposable, ISessionObserver
{
    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _opened = new();

    /// <summary>The value to log as the session: a struct that is converted to text by whoever needs the text.</summary>
    public object Id => new GateId(this);

    /// <summary>Waits until the reader stands at the gate.</summary>
    public void WaitForReader() => Assert.True(_reached.Wait(PipelineLog.Patience), "the reader never came");

    public void Dispose() => _opened.Set();

    void ISessionObserver.OnAnomaly(SessionId session, Anomaly anomaly)
    {
    }

    /// <summary>The reader also stands still at the end of a session, if the gate observes the detector.</summary>
    void ISessionObserver.OnEnd(EndedSession session) => Stop();

    private void Stop()
    {
        _reached.Set();
        _opened.Wait(PipelineLog.Patience);
    }

    private readonly struct GateId(PipelineGate gate) : ISpanFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => "gate";

        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            if (Thread.CurrentThread.Name == "LogGuard reader")
            {
                gate.Stop();
            }

            charsWritten = 4;
            return "gate".TryCopyTo(destination);
        }
    }
}
