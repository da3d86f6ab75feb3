using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>A copy of a state that can be read later; see <see cref="StateShape.IsKept"/>.</summary>
internal readonly struct RetainedState<TState>(in TState state) : IRetained
{
    private readonly TState _state = state;

    public void MoveTo(EventLine line, LogCallSite site)
    {
        ((StateLine<TState>)line).Hold(_state);
        line.KeepState(site.Names, site.Formatter);
    }
}
