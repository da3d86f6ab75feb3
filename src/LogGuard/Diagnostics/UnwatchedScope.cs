using LogGuard.Diagnostics;

namespace LogGuard;

/// <summary>
/// A scope in which no detector takes the events that the caller logs, until it is disposed of; see
/// <see cref="AnomalyDetector.Unwatched"/>.
/// </summary>
public readonly struct UnwatchedScope : IDisposable
{
    // The scope's own mark, and the one to restore. Null where the structure was not made by Open.
    private readonly Token? _token;

    private UnwatchedScope(Token token) => _token = token;

    /// <summary>Ends the scope. Restores the state before it; does nothing where another scope was opened inside and is still open.</summary>
    public void Dispose()
    {
        if (_token is not null && ReferenceEquals(ReentrancyGuard.Current, _token))
        {
            ReentrancyGuard.Current = _token.Before;
        }
    }

    /// <summary>Opens a scope in the caller's execution context.</summary>
    internal static UnwatchedScope Open()
    {
        var token = new Token(ReentrancyGuard.Current);
        ReentrancyGuard.Current = token;
        return new UnwatchedScope(token);
    }

    private sealed class Token(object? before)
    {
        public object? Before => before;
    }
}
