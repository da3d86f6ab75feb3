using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Finds the session property in the open scopes. The innermost scope wins. A name in another case counts only if no scope has
/// the exact one.
/// </summary>
internal sealed class ScopeSessionFinder
{
    [ThreadStatic]
    private static ScopeSessionFinder? _ofThread;

    private SessionPropertyName? _property;
    private SessionId _session;
    private bool _isFound;
    private bool _isExact;
    private string? _spelling;
    private Exception? _failure;

    /// <summary>Finds the session in the scopes.</summary>
    /// <param name="scopes">The scopes.</param>
    /// <param name="property">The property.</param>
    /// <param name="session">The session, if one is found.</param>
    /// <param name="failure">The exception of a scope that threw. The other scopes are still searched.</param>
    public static bool TryFind(IExternalScopeProvider scopes, SessionPropertyName property, out SessionId session, out Exception? failure)
    {
        // Cleared while in use, because enumerating a scope may log again.
        var search = _ofThread ?? new ScopeSessionFinder();
        _ofThread = null;
        search._property = property;
        scopes.ForEachScope(static (scope, search) => search.Look(scope), search);
        (session, failure) = (search._session, search._failure);
        var isFound = search._isFound;
        if (isFound && !search._isExact)
        {
            property.Report(search._spelling!);
        }

        search._property = null;
        search._session = default;
        search._failure = null;
        search._spelling = null;
        search._isFound = search._isExact = false;
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
                        Look(list[i]);
                    }

                    break;
                case IReadOnlyDictionary<string, object?> dictionary when dictionary.TryGetValue(_property!.Exact, out var value):
                    Take(_property.Exact, value);
                    break;
                case Dictionary<string, object?> dictionary:
                    // Its own enumerator allocates nothing.
                    foreach (var pair in dictionary)
                    {
                        Look(pair);
                    }

                    break;
                case IEnumerable<KeyValuePair<string, object?>> pairs:
                    foreach (var pair in pairs)
                    {
                        Look(pair);
                    }

                    break;
                case ValueTuple<string, object?> pair:
                    Look(KeyValuePair.Create(pair.Item1, pair.Item2));
                    break;
            }
        }
        catch (Exception exception)
        {
            // The scope has a type of the application, which threw.
            _failure = exception;
        }
    }

    private void Look(KeyValuePair<string, object?> pair)
    {
        if (_property!.Is(pair.Key))
        {
            Take(pair.Key, pair.Value);
        }
    }

    private void Take(string name, object? value)
    {
        var isExact = name == _property!.Exact;
        if ((isExact || !_isExact) && SessionIdConverter.TryGet(value, out var session))
        {
            (_session, _spelling) = (session, name);
            _isExact = isExact;
            _isFound = true;
        }
    }
}
