using System.Security.Cryptography;
using System.Text;

namespace LogGuard;

/// <summary>
/// Says which values of an event the detector may keep: <see cref="CaptureOptions"/> as a
/// <see cref="LineRenderer.Filter"/> applies them. Made by the detector.
/// </summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class CaptureRules
{
    /// <summary>The text that takes the place of a redacted value.</summary>
    internal const string Redacted = "***";

    // 64 bits: the probability of a collision among a million values is one in 37 million.
    private const int HashBytes = 8;

    private readonly HashSet<string> _hashed;
    private readonly HashSet<string> _redacted;
    private readonly byte[] _key;
    private readonly bool _hashesSessions;
    private readonly string? _sessionProperty;

    private CaptureRules(CaptureOptions options, string? sessionProperty)
    {
        Values = options.Values;
        _hashed = new HashSet<string>(options.HashedProperties, StringComparer.Ordinal);
        _redacted = new HashSet<string>(options.RedactedProperties, StringComparer.Ordinal);
        _key = options.HashKey is null ? RandomNumberGenerator.GetBytes(32) : Encoding.UTF8.GetBytes(options.HashKey);

        // An id is a value of an event. One that is redacted is hashed, because sessions must be told apart.
        _hashesSessions = options.HashSessionIds || Values != CapturedValues.All
            || (sessionProperty is not null && (Contains(_hashed, sessionProperty) || Contains(_redacted, sessionProperty)));
        if (_hashesSessions && sessionProperty is not null)
        {
            _sessionProperty = sessionProperty;
            (Contains(_redacted, sessionProperty) ? _redacted : _hashed).Add(sessionProperty);
        }
    }

    /// <summary>The values that are kept of an event, besides its template.</summary>
    public CapturedValues Values { get; }

    /// <summary>Whether some of the properties are hashed or redacted.</summary>
    internal bool HasNames => _hashed.Count + _redacted.Count > 0;

    /// <summary>Whether the ids of sessions are hashed.</summary>
    internal bool HashesSessions => _hashesSessions;

    /// <summary>The rules of the options; null if everything is captured.</summary>
    internal static CaptureRules? For(AnomalyDetectorOptions options) =>
        options.Capture is { Values: CapturedValues.All, HashSessionIds: false, HashedProperties.Count: 0, RedactedProperties.Count: 0 }
            ? null
            : new CaptureRules(options.Capture, options.Session.Property);

    /// <summary>Gives the text that takes the place of a property's value where the property is hashed or redacted.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="toText">Converts the value to text; called only for a hashed property.</param>
    /// <param name="replacement">The text to keep instead of the value; empty where the value may be kept.</param>
    /// <returns>False where the value may be kept.</returns>
    public bool TryReplace<T>(string name, T value, Func<T, string> toText, out string replacement)
    {
        name = Known(name);
        var isRedacted = _redacted.Contains(name);
        replacement = isRedacted ? Redacted : _hashed.Contains(name) ? Hash(toText(value)) : "";
        return replacement != "";
    }

    /// <summary>Whether a property's value must not be kept: the property is hashed or redacted.</summary>
    /// <param name="name">The property's name.</param>
    public bool IsProtected(string name) => Known(name) is var known && (_redacted.Contains(known) || _hashed.Contains(known));

    /// <summary>Whether a text has the form of those that take the place of a hashed or redacted value.</summary>
    internal static bool IsReplacement(string text) =>
        text == Redacted || (text.Length == 2 * HashBytes + 1 && text[0] == '#' && !text.AsSpan(1).ContainsAnyExcept("0123456789abcdef"));

    /// <summary>Whether a property's value is replaced by a mark that says nothing about it.</summary>
    internal bool IsRedacted(string name) => _redacted.Contains(name);

    /// <summary>A session's id as it is captured.</summary>
    internal SessionId Apply(SessionId session) =>
        _hashesSessions ? Hashed(session) : session;

    /// <summary>The hash of a session's id. The stream has none.</summary>
    internal SessionId Hashed(SessionId session) => session.IsStream ? session : SessionId.From(Hash(session.ToString()));

    /// <summary>The hash of a text. Equal texts have equal hashes; without the key nobody can test guesses.</summary>
    internal string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), hash);
        return string.Concat("#", Convert.ToHexStringLower(hash[..HashBytes]));
    }

    private static bool Contains(HashSet<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    // The session property is also taken if its name differs in case.
    private string Known(string name) =>
        _sessionProperty is not null && string.Equals(name, _sessionProperty, StringComparison.OrdinalIgnoreCase) ? _sessionProperty : name;
}
