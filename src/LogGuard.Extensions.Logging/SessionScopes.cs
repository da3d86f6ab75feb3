using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>Looks for the session property in the scopes that are open, the innermost one first in rank.</summary>
internal sealed class SessionScopes
{
    [ThreadStatic]
    private static SessionScopes? _ofThread;

    private string _property = "";
    private SessionId _session;
    private bool _isFound;
    private Exception? _failure;

    /// <summary>The session that the scopes name.</summary>
    /// <param name="scopes">The scopes.</param>
    /// <param name="property">Name of the property.</param>
    /// <param name="session">The session, where there is one.</param>
    /// <param name="failure">What a scope threw when it was asked, if one did; the others count nevertheless.</param>
    public static bool TryFind(IExternalScopeProvider scopes, string property, out SessionId session, out Exception? failure)
    {
        // Taken away while in use: a scope that is asked may log.
        var search = _ofThread ?? new SessionScopes();
        _ofThread = null;
        search._property = property;
        scopes.ForEachScope(static (scope, search) => search.Look(scope), search);
        (session, failure) = (search._session, search._failure);
        var isFound = search._isFound;
        search._session = default;
        search._failure = null;
        search._isFound = false;
        _ofThread = search;
        return isFound;
    }

    // They come from the outermost inwards, so the last one that has the property wins.
    private void Look(object? scope)
    {
        try
        {
            switch (scope)
            {
                case IReadOnlyList<KeyValuePair<string, object?>> list:
                    for (var i = 0; i < list.Count; i++)
                    {
                        if (list[i] is var pair && pair.Key == _property)
                        {
                            Take(pair.Value);
                        }
                    }

                    break;
                case IReadOnlyDictionary<string, object?> dictionary:
                    if (dictionary.TryGetValue(_property, out var value))
                    {
                        Take(value);
                    }

                    break;
                case IEnumerable<KeyValuePair<string, object?>> pairs:
                    foreach (var pair in pairs)
                    {
                        if (pair.Key == _property)
                        {
                            Take(pair.Value);
                        }
                    }

                    break;
                case ValueTuple<string, object?> pair when pair.Item1 == _property:
                    Take(pair.Item2);
                    break;
            }
        }
        catch (Exception exception)
        {
            // A scope of the application's own kind.
            _failure = exception;
        }
    }

    private void Take(object? value)
    {
        if (SessionValue.TryGet(value, out var session))
        {
            _session = session;
            _isFound = true;
        }
    }
}
