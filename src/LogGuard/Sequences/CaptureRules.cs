using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LogGuard.Sequences;

/// <summary>Decides which values of an event are captured. Thread-safe.</summary>
internal sealed class CaptureRules
{
    /// <summary>Replaces a redacted value.</summary>
    public const string Redacted = "***";

    // 64 bits: the probability of a collision among a million values is one in 37 million.
    private const int HashBytes = 8;

    private readonly HashSet<string> _hashed;
    private readonly HashSet<string> _redacted;
    private readonly byte[] _key;
    private readonly bool _hashesSessions;

    private CaptureRules(CaptureOptions options, string? sessionProperty)
    {
        Values = options.Values;
        _hashesSessions = options.HashSessionIds;
        _hashed = new HashSet<string>(options.HashedProperties, StringComparer.Ordinal);
        _redacted = new HashSet<string>(options.RedactedProperties, StringComparer.Ordinal);
        _key = options.HashKey is null ? RandomNumberGenerator.GetBytes(32) : Encoding.UTF8.GetBytes(options.HashKey);
        if (_hashesSessions && sessionProperty is not null)
        {
            _hashed.Add(sessionProperty);
        }
    }

    public CapturedValues Values { get; }

    /// <summary>Whether some properties are hashed or redacted.</summary>
    public bool HasNames => _hashed.Count + _redacted.Count > 0;

    /// <summary>Whether the ids of sessions are hashed.</summary>
    public bool HashesSessions => _hashesSessions;

    /// <summary>The rules of the options; null if everything is captured.</summary>
    public static CaptureRules? For(AnomalyDetectorOptions options) =>
        options.Capture is { Values: CapturedValues.All, HashSessionIds: false, HashedProperties.Count: 0, RedactedProperties.Count: 0 }
            ? null
            : new CaptureRules(options.Capture, options.Session.Property);

    /// <summary>Whether a property's value is replaced.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="text">Converts the value to text; called only if necessary.</param>
    /// <param name="other">The replacement.</param>
    public bool Replaces<T>(string name, T value, Func<T, string> text, out string other)
    {
        var isRedacted = _redacted.Contains(name);
        other = isRedacted ? Redacted : _hashed.Contains(name) ? Hash(text(value)) : "";
        return other != "";
    }

    /// <summary>Whether a property's value is replaced, for any value.</summary>
    public bool Replaces(string name) => _redacted.Contains(name) || _hashed.Contains(name);

    /// <summary>A session's id as it is captured.</summary>
    public SessionId Apply(SessionId session) =>
        _hashesSessions && !session.IsStream ? SessionId.From(Hash(session.ToString())) : session;

    /// <summary>The hash of a text. Equal texts have equal hashes; without the key nobody can test guesses.</summary>
    public string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), hash);
        return string.Concat("#", Convert.ToHexStringLower(hash[..HashBytes]));
    }

    /// <summary>A scalar value as text, equal to the text of a session's id with that value.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
