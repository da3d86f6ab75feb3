using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// What two anomalies have in common that are the same to whoever answers them: the key that is new, the key or END
/// behind its window, or the count that is wrong. Made of log keys, which are for life, so that it outlives the process
/// and a retraining. Immutable.
/// </summary>
internal sealed class AnomalyPattern : IEquatable<AnomalyPattern>
{
    // The first value tells the forms apart; these are their names on disk.
    private const int KeyForm = 0;
    private const int StepForm = 1;
    private const int CountForm = 2;
    private const int FormCount = 3;

    // A value's order of magnitude and sign, for so many features, on either side of what is usual.
    private const int ValueCodes = 4096;
    private const int FeatureLimit = 64;
    private static readonly string[] FormNames =
        ["Key", "Step", "Count", "KeyAfterCounts", "StepAfterCounts", "CountAfterCounts", "KeyAfterSteps", "StepAfterSteps", "CountAfterSteps"];

    private readonly int[] _values;

    /// <param name="values">What <see cref="OfKey"/>, <see cref="OfStep"/> or <see cref="OfCount"/> wrote; copied.</param>
    /// <param name="owner">The vocabulary whose keys these are; null where that is certain.</param>
    /// <param name="past">What the session went through before; null where that cannot be said.</param>
    /// <param name="session">The number of the session; 0 where it is not known any more.</param>
    /// <param name="lesson">What models can learn from it; null where that is nothing.</param>
    public AnomalyPattern(
        ReadOnlySpan<int> values, LogKeyVocabulary? owner = null, SessionPast? past = null, long session = 0, Lesson? lesson = null)
        : this(values.ToArray(), owner, past, session, lesson)
    {
    }

    // Shares the values.
    private AnomalyPattern(int[] values, LogKeyVocabulary? owner, SessionPast? past, long session, Lesson? lesson)
    {
        (_values, Owner, Past, Session, Lesson) = (values, owner, past, session, lesson);
    }

    /// <summary>Compares patterns, and finds them by their values without making one.</summary>
    public static IEqualityComparer<AnomalyPattern> Comparer { get; } = new ByValues();

    /// <summary>The values; equal ones are the same pattern.</summary>
    public ReadOnlySpan<int> Values => _values;

    /// <summary>The vocabulary whose keys these are; null where that is certain.</summary>
    public LogKeyVocabulary? Owner { get; }

    /// <summary>
    /// What the session of the anomaly went through before it; null where that cannot be said. Not compared: it becomes part
    /// of the pattern with <see cref="In(PatternScope)"/>.
    /// </summary>
    public SessionPast? Past { get; }

    /// <summary>The number of the anomaly's session, in this process; 0 where it is not known. Not compared.</summary>
    public long Session { get; }

    /// <summary>What models can learn from the anomaly if it was none. Not compared.</summary>
    public Lesson? Lesson { get; }

    /// <summary>The same pattern for what models can learn from it.</summary>
    public AnomalyPattern With(Lesson? lesson) =>
        ReferenceEquals(lesson, Lesson) ? this : new AnomalyPattern(_values, Owner, Past, Session, lesson);

    /// <summary>The same pattern without the keys of its session.</summary>
    public AnomalyPattern WithoutTrail() =>
        Lesson?.Step is null ? this : With(Lesson.Value is null ? null : Lesson with { Step = null });

    /// <summary>Whether the key itself is wrong, wherever it comes.</summary>
    public bool IsOfKey => _values[0] == KeyForm;

    /// <summary>Whether this is a key or END behind a window, in any session.</summary>
    public bool IsOfStep => _values[0] == StepForm;

    /// <summary>Whether this is a count of a key, or of two, in any session.</summary>
    public bool IsOfCount => _values[0] == CountForm && !IsOfValue;

    /// <summary>Whether this is a value in a line; see <see cref="OfValue"/>.</summary>
    public bool IsOfValue => _values[0] == CountForm && _values[3] < int.MinValue / 2;

    /// <summary>Of a value, the place of its feature among those of the key.</summary>
    public int Feature => (_values[3] - int.MinValue) / ValueCodes % FeatureLimit;

    /// <summary>Whether it holds in some sessions only, by what they went through.</summary>
    public PatternScope Scope => (PatternScope)(_values[0] / FormCount);

    /// <summary>The key, or <see cref="Boundary.End"/>, that is wrong.</summary>
    public int Key => _values[0] % FormCount == StepForm ? KeysOf(_values)[^1] : _values[1];

    /// <summary>Number of values that a pattern of a window of this size takes.</summary>
    public static int RoomFor(int windowSize) => Math.Max(windowSize + 2, 4);

    /// <summary>Number of values that a narrower scope adds.</summary>
    public const int RoomForPast = 2;

    /// <summary>The same pattern, in sessions with this past only.</summary>
    /// <param name="room">As long as the pattern and <see cref="RoomForPast"/>.</param>
    /// <param name="pattern">A pattern of any session.</param>
    /// <param name="scope">How alike the sessions' pasts are.</param>
    /// <param name="past">The past.</param>
    public static ReadOnlySpan<int> In(Span<int> room, ReadOnlySpan<int> pattern, PatternScope scope, SessionPast past)
    {
        var hash = scope == PatternScope.AfterCounts ? past.Counts : past.Steps;
        pattern.CopyTo(room);
        room[0] += FormCount * (int)scope;
        (room[pattern.Length], room[pattern.Length + 1]) = ((int)(hash >> 32), (int)hash);
        return room[..(pattern.Length + RoomForPast)];
    }

    /// <summary>The same pattern, in sessions with the same past only.</summary>
    public AnomalyPattern In(PatternScope scope) => scope == PatternScope.Anywhere || Past is not { } past
        ? this
        : new AnomalyPattern(In(stackalloc int[_values.Length + RoomForPast], _values, scope, past), Owner, Past, Session, Lesson);

    /// <summary>A key that was never learnt.</summary>
    public static ReadOnlySpan<int> OfKey(Span<int> room, int key)
    {
        (room[0], room[1]) = (KeyForm, key);
        return room[..2];
    }

    /// <summary>A key, or <see cref="Boundary.End"/>, behind a window; the window's place is left for the caller to fill.</summary>
    public static ReadOnlySpan<int> OfStep(Span<int> room, int windowSize, int next, out Span<int> window)
    {
        room[0] = StepForm;
        window = room.Slice(1, windowSize);
        room[windowSize + 1] = next;
        return room[..(windowSize + 2)];
    }

    /// <summary>A count of a key, or the difference of the counts of two; partner 0 where there is none.</summary>
    public static ReadOnlySpan<int> OfCount(Span<int> room, int key, int partner, int value)
    {
        (room[0], room[1], room[2], room[3]) = (CountForm, key, partner, value);
        return room[..4];
    }

    /// <summary>
    /// A value of a feature of a key: of its order of magnitude, on its side of what is usual; or just this value, where
    /// usual values are known one by one. Written as a count that no session can have.
    /// </summary>
    /// <param name="room">Takes the pattern.</param>
    /// <param name="key">The key.</param>
    /// <param name="feature">Place of the feature among those of the key.</param>
    /// <param name="value">The value.</param>
    /// <param name="isExact">Whether usual values are known one by one.</param>
    /// <param name="isLow">Whether it is below what is usual, and not above.</param>
    public static ReadOnlySpan<int> OfValue(Span<int> room, int key, int feature, double value, bool isExact, bool isLow = false)
    {
        // Not the number's own hash code: whole numbers end in the same bits, and what is saved must not change with the runtime.
        var code = isExact ? (int)(BitConverter.DoubleToUInt64Bits(value) * SplitMix64.GoldenRatio >> 52)
            : value == 0 ? 0
            : Math.Clamp(Math.ILogB(value) + 1024, 1, 2047) + (value < 0 ? 2048 : 0);
        return OfCount(room, key, 0, int.MinValue + (((isLow ? FeatureLimit : 0) + feature) * ValueCodes) + code);
    }

    /// <summary>The keys among some values, which a merging of keys changes.</summary>
    public static Span<int> KeysOf(Span<int> values) =>
        values[0] % FormCount == CountForm ? values[1..3] : values[1..^(values[0] < FormCount ? 0 : RoomForPast)];

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyCount">Number of keys that there are.</param>
    /// <param name="pattern">The pattern.</param>
    public static bool TryParse(string? text, int keyCount, [NotNullWhen(true)] out AnomalyPattern? pattern)
    {
        pattern = null;
        var parts = text?.Split(' ') ?? [];
        var form = parts.Length == 0 ? -1 : Array.IndexOf(FormNames, parts[0]);
        var values = new int[Math.Max(parts.Length, 1)];
        values[0] = form;
        for (var i = 1; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
            {
                return false;
            }
        }

        var length = values.Length - (form < FormCount ? 0 : RoomForPast);
        var isWhole = form >= 0 && (form % FormCount) switch
        {
            KeyForm => length == 2 && values[1] > LogKey.Unknown && values[1] <= keyCount,
            StepForm => length >= 3 && values.AsSpan(1, length - 1).IndexOfAnyExceptInRange(Boundary.End, keyCount) < 0,
            _ => length == 4 && values.AsSpan(1, 2).IndexOfAnyExceptInRange(LogKey.Unknown, keyCount) < 0,
        };
        pattern = isWhole ? new AnomalyPattern(values) : null;
        return isWhole;
    }

    /// <summary>The form that is saved: its name and the numbers.</summary>
    public override string ToString() => string.Join(
        ' ', _values.Select((value, i) => i == 0 ? FormNames[value] : value.ToString(CultureInfo.InvariantCulture)));

    public bool Equals(AnomalyPattern? other) => other is not null && Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => Equals(obj as AnomalyPattern);

    public override int GetHashCode() => Hash(_values);

    private static int Hash(ReadOnlySpan<int> values)
    {
        var hash = new HashCode();
        foreach (var value in values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private sealed class ByValues : IEqualityComparer<AnomalyPattern>, IAlternateEqualityComparer<ReadOnlySpan<int>, AnomalyPattern>
    {
        public AnomalyPattern Create(ReadOnlySpan<int> alternate) => new(alternate);

        public bool Equals(AnomalyPattern? x, AnomalyPattern? y) => x is null ? y is null : x.Equals(y);

        public bool Equals(ReadOnlySpan<int> alternate, AnomalyPattern other) => alternate.SequenceEqual(other.Values);

        public int GetHashCode(AnomalyPattern obj) => obj.GetHashCode();

        public int GetHashCode(ReadOnlySpan<int> alternate) => Hash(alternate);
    }
}
