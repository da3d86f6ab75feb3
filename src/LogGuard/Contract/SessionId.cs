using System.Globalization;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>
/// Names the session that an event belongs to: the scalar value of a property, or a trace id. Events that name none share one
/// session, the <see cref="Stream"/>.
/// </summary>
/// <remarks>
/// Holds the value itself, so that making one allocates nothing; an anomaly converts it to text. Two ids are equal if their
/// values are: the text <c>"7"</c> and the number <c>7</c> are two sessions. The value must not change its hash code.
/// </remarks>
public readonly struct SessionId : IEquatable<SessionId>
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

    /// <summary>Makes the id of the session that a scalar value names.</summary>
    /// <param name="value">
    /// The value; null and the empty text name the <see cref="Stream"/>. A text of more than 256 characters is shortened and told
    /// apart by its length and a hash.
    /// </param>
    public static SessionId From(object? value) => value switch
    {
        null or "" => Stream,
        string { Length: > MaxTextLength } text => new SessionId(
            string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 200)}…({text.Length}, #{StableHash.Of(text):x16})")),
        _ => new SessionId(value),
    };

    /// <summary>Whether two ids are equal.</summary>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SessionId other) =>
        _value is string text ? string.Equals(text, other._value as string, StringComparison.Ordinal) : Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    /// <inheritdoc/>
    // A scalar may be a type of the application's: its hash code and its text may throw.
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode();

    /// <summary>A cheap hash of low quality: of the end of a text, where ids differ. For the application's threads.</summary>
    internal int QuickHash
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

    /// <summary>The value as text by the invariant culture; <c>stream</c> for the <see cref="Stream"/>.</summary>
    public override string ToString() => _value is null ? "stream" : LogValue.ToText(_value);
}
