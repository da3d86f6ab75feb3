using System.Globalization;
using LogGuard.Keys;

namespace LogGuard.Sequences;

/// <summary>The value that events of one session share: a property's scalar value, a trace id, or none (the one stream).</summary>
/// <remarks>Holds the event's own value, so that creating an id costs nothing. Only an anomaly converts it to text.</remarks>
internal readonly struct SessionId : IEquatable<SessionId>
{
    /// <summary>
    /// Longer texts are cut and distinguished by their length and a hash, so that they cost an open session no more memory.
    /// </summary>
    internal const int MaxTextLength = 256;

    private readonly object? _value;

    private SessionId(object? value) => _value = value;

    /// <summary>The session of all events that name none.</summary>
    public static SessionId Stream => default;

    /// <summary>Whether this is the session of all events that name none.</summary>
    public bool IsStream => _value is null;

    /// <summary>The session named by a scalar value. Null and the empty text name none.</summary>
    public static SessionId From(object? value) => value switch
    {
        null or "" => Stream,
        string { Length: > MaxTextLength } text => new SessionId(
            string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 200)}…({text.Length}, #{StableHash.Of(text):x16})")),
        _ => new SessionId(value),
    };

    public bool Equals(SessionId other) =>
        _value is string text ? string.Equals(text, other._value as string, StringComparison.Ordinal) : Equals(_value, other._value);

    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    // A scalar may be of an application's type, whose hash code and text may throw.
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode();

    /// <summary>A cheap hash of low quality: of the end of a text, where ids differ. For the application's threads.</summary>
    public int QuickHash
    {
        get
        {
            if (_value is not string text)
            {
                return GetHashCode();
            }

            var hash = (uint)text.Length;
            foreach (var character in text.AsSpan(Math.Max(0, text.Length - 6)))
            {
                hash = (hash ^ character) * 0x9E3779B1;
            }

            return (int)(hash >> 8);
        }
    }

    public override string ToString() => _value switch
    {
        null => "stream",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => _value.ToString() ?? "stream",
    };
}
