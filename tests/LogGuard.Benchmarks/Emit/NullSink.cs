using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Benchmarks.Emit;

/// <summary>The sink that does nothing: what Serilog itself costs.</summary>
internal sealed class NullSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
    }
}
