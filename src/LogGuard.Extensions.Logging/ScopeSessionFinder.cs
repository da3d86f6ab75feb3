using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>Finds the session property in the open scopes. The innermost scope wins.</summary>
internal sealed class ScopeSessionFinder
{
    [ThreadStatic]
    private static ScopeSessionFinder? _ofThread;

    private string _property = "";
    private SessionId _session;
    private bool _isFound;
    private Exception? _failure;

    /// <summary>Finds the session in the scopes.</summary>
    /// <param name="scopes">The scopes.</param>
    /// <param name="property">Name of the property.</param>
    /// <param name="session">The session, if one is found.</param>
    /// <param name="failure">The exception of a scope that threw. The other scopes are still searched.</param>
    public static bool TryFind(IExternalScopeProvider scopes, string property, out SessionId session, out Exception? failure)
    {
        // Cleared while in use, because enumerating a scope may log again.
        var search = _ofThread ?? new ScopeSessionFinder();
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

    // Scopes are enumerated from the outermost inwards, so the last match wins.
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
            // The scope has a type of the application, which threw.
            _failure = exception;
        }
    }

    private void Take(object? value)
    {
        if (SessionIdConverter.TryGet(value, out var session))
        {
            _session = session;
            _isFound = true;
        }
    }
}
