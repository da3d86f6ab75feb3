using System.Collections.Concurrent;
using Serilog.Debugging;

namespace LogGuard.Serilog.Tests.Support;

/// <summary>Keeps what is written to Serilog's SelfLog, which there is one of: only for the collection of that name.</summary>
internal sealed class TemporarySelfLog : IDisposable
{
    public TemporarySelfLog() => SelfLog.Enable(Lines.Enqueue);

    public ConcurrentQueue<string> Lines { get; } = new();

    public void Dispose() => SelfLog.Disable();
}

/// <summary>Tests that look at the SelfLog run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class SelfLogCollection
{
    public const string Name = "SelfLog";
}
