using System.Globalization;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>
/// Names the session that an event belongs to: the scalar value of a property, or a trace id. Events that name none share one
/// session, the <see cref="Stream"/>.
/// </summary>
/// <remarks>
/// Two ids are equal if their values have the same text by the invariant culture: <c>42</c>, <c>42L</c>, <c>42m</c> and the text
/// <c>"42"</c> are one session; <c>42.0m</c> is another, because its text is <c>42.0</c>. Making an id of a text, a number, a
/// <see cref="Guid"/>, a time or another struct that is <see cref="ISpanFormattable"/> allocates nothing. A value of any other type
/// is converted to its text at once.
/// </remarks>
public readonly struct SessionId : IEquatable<SessionId>
{
    /// <summary>
    /// Longer texts are cut and distinguished by their length and a hash, so that they cost an open session no more memory.
    /// </summary>
    internal const int MaxTextLength = 256;

    // Longer than the invariant text of the framework's types. The longest is that of Int128, 40 characters. A longer text of an
    // application's type costs an allocation.
    private const int BufferLength = 64;

    // A text that is not empty, or a boxed struct that writes its text into a buffer.
    private readonly object? _value;

    private SessionId(object? value) => _value = value;

    /// <summary>The session of all events that name none.</summary>
    public static SessionId Stream => default;

    /// <summary>Whether this is the session of all events that name none.</summary>
    public bool IsStream => _value is null;

    /// <summary>Makes the id of the session that a scalar value names.</summary>
    /// <param name="value">
    /// The value; null and the empty text name the <see cref="Stream"/>. A text of more than 256 characters is shortened and told
    /// apart by its length and a hash. An exception of the value's own conversion to text reaches the caller.
    /// </param>
    public static SessionId From(object? value) => value switch
    {
        null => Stream,
        string text => FromText(text),
        _ => IsKept(value) ? new SessionId(value) : FromText(LogValue.ToText(value)),
    };

    /// <summary>Whether two ids are equal.</summary>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SessionId other) =>
        _value is string text && other._value is string otherText ? string.Equals(text, otherText) : EqualsOther(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionId other && Equals(other);

    /// <inheritdoc/>
    // The hash of the text, whatever the type. It is seeded by the process, so no client can choose ids that collide.
    public override int GetHashCode() => _value is string text ? SeededHash.Of(text) : HashOfOther();

    /// <summary>A cheap hash of low quality: of the end of the text, where ids differ. For the application's threads.</summary>
    internal int QuickHash =>
        _value is string text ? QuickHashOf(text) : QuickHashOfOther();

    /// <summary>The value as text by the invariant culture; <c>stream</c> for the <see cref="Stream"/>.</summary>
    public override string ToString() => _value is null ? "stream" : Shorten(LogValue.ToText(_value));

    private static SessionId FromText(string text) => text.Length == 0 ? Stream : new SessionId(Shorten(text));

    private static string Shorten(string text) => text.Length <= MaxTextLength
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 200)}…({text.Length}, #{StableHash.Of(text):x16})");

    // A boxed struct does not change, and most identifier types of applications are such structs. An enum is none of them: its
    // text is its name, which the framework caches.
    private static bool IsKept(object value) => value is int or long or Guid || value is ValueType and ISpanFormattable and not Enum;

    private static int QuickHashOf(ReadOnlySpan<char> text)
    {
        var hash = (uint)text.Length;
        foreach (var character in text[Math.Max(0, text.Length - 6)..])
        {
            hash = (hash ^ character) * 0x9E3779B1;
        }

        return (int)(hash >> 8);
    }

    // The methods for other values than texts are apart, because one with a buffer on the stack is not inlined: 9 % of the reader's time.
    private int HashOfOther() => _value is null ? 0 : SeededHash.Of(TextIn(stackalloc char[BufferLength]));

    private int QuickHashOfOther() => _value is null ? 0 : QuickHashOf(TextIn(stackalloc char[BufferLength]));

    private bool EqualsOther(SessionId other) => (_value, other._value) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (int one, int another) => one == another,
        (long one, long another) => one == another,
        (Guid one, Guid another) => one == another,
        _ => TextIn(stackalloc char[BufferLength]).SequenceEqual(other.TextIn(stackalloc char[BufferLength])),
    };

    // The text, written into the buffer if the value is none.
    private ReadOnlySpan<char> TextIn(Span<char> buffer)
    {
        if (_value is string text)
        {
            return text;
        }

        return ((ISpanFormattable)_value!).TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture)
            ? buffer[..length]
            : Shorten(LogValue.ToText(_value));
    }
}
