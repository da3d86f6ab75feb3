using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Benchmarks.Emit;

/// <summary>A sink that does nothing, to measure the cost of Serilog itself.</summary>
internal sealed class NullSink : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
    }
}
