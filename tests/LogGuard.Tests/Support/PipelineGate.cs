namespace LogGuard.Tests.Support;

/// <summary>A session id at which the reader's thread stands still until the gate is opened.</summary>
internal sealed class PipelineGate : IDisposable
{
    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _opened = new();

    /// <summary>Waits until the reader stands at the gate.</summary>
    public void WaitForReader() => Assert.True(_reached.Wait(PipelineLog.Patience), "the reader never came");

    public void Dispose() => _opened.Set();

    public override int GetHashCode()
    {
        if (Thread.CurrentThread.Name == "LogGuard reader")
        {
            _reached.Set();
            _opened.Wait(PipelineLog.Patience);
        }

        return 1;
    }

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override string ToString() => "gate";
}
