using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LogGuard.Keys;
using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// The pattern by which an answer to one anomaly applies to others: the key that is new, the key or END behind its window, the
/// count or the value that is wrong. Made of log keys, which never change, so that a pattern outlives the process and a
/// retraining. Immutable.
/// </summary>
internal sealed class AnomalyPattern : AnomalyOrigin, IEquatable<AnomalyPattern>
{
    // The first value is the form, and the scope above it.
    private const int ScopeShift = 16;
    private const int FormMask = (1 << ScopeShift) - 1;
    private static readonly string[] ScopeNames = ["", "AfterCounts", "AfterSteps"];

    // The codes of a value's order of magnitude and sign, and the number of features, each with a code for either side.
    private const int ValueCodes = 4096;
    private const int FeatureLimit = 64;

    // Written as the pattern of an added question, which earlier versions read and never ask for.
    private static readonly int StepPlaceForm = PatternForms.Of("StepPlace");

    private readonly int[] _values;

    /// <param name="values">The values that <see cref="OfKey"/>, <see cref="OfStep"/>, <see cref="OfCount"/>, <see cref="OfValue"/> or <see cref="OfQuestion"/> wrote; copied.</param>
    /// <param name="owner">The vocabulary whose keys these are; null if only one is possible.</param>
    /// <param name="past">The events of the session before; null if they are not known.</param>
    /// <param name="session">The number of the session; 0 if it is not known any more.</param>
    /// <param name="lesson">The lesson for models; null if there is none.</param>
    public AnomalyPattern(
        ReadOnlySpan<int> values, LogKeyVocabulary? owner = null, SessionHash? past = null, long session = 0, Lesson? lesson = null)
        : this(values.ToArray(), owner, past, session, lesson)
    {
    }

    // Shares the values.
    private AnomalyPattern(int[] values, LogKeyVocabulary? owner, SessionHash? past, long session, Lesson? lesson)
    {
        (_values, Owner, Past, Session, Lesson) = (values, owner, past, session, lesson);
    }

    /// <summary>Compares patterns; also finds them by their values, without an allocation.</summary>
    public static IEqualityComparer<AnomalyPattern> Comparer { get; } = new ByValues();

    /// <summary>The values; equal ones are the same pattern.</summary>
    public ReadOnlySpan<int> Values => _values;

    /// <summary>The vocabulary whose keys these are; null if only one is possible.</summary>
    public LogKeyVocabulary? Owner { get; }

    /// <summary>
    /// The events of the session before the anomaly; null if they are not known. Not compared: <see cref="In(PatternScope)"/>
    /// makes it part of the pattern.
    /// </summary>
    public SessionHash? Past { get; }

    /// <summary>The number of the anomaly's session, in this process; 0 if it is not known. Not compared.</summary>
    public long Session { get; }

    /// <summary>The lesson for models if the anomaly is marked normal. Not compared.</summary>
    public Lesson? Lesson { get; }

    /// <summary>The same pattern with another lesson.</summary>
    public AnomalyPattern With(Lesson? lesson) =>
        ReferenceEquals(lesson, Lesson) ? this : new AnomalyPattern(_values, Owner, Past, Session, lesson);

    /// <summary>The same pattern without the keys of its session.</summary>
    public AnomalyPattern WithoutTrail() =>
        Lesson is { Step: null, Session: null } or null ? this : With(Lesson.WithoutTrail());

    /// <summary>Whether the key itself is wrong, in any place.</summary>
    public bool IsOfKey => _values[0] == PatternForms.Key;

    /// <summary>Whether this is a key or END behind a window, in any session.</summary>
    public bool IsOfStep => _values[0] == PatternForms.Step;

    /// <summary>Whether this is a count of a key, or of two, in any session.</summary>
    public bool IsOfCount => _values[0] == PatternForms.Count;

    /// <summary>Whether this is a value in a line, in any session; see <see cref="OfValue"/>.</summary>
    public bool IsOfValue => _values[0] == PatternForms.Value;

    /// <summary>Whether this is a key behind the one before it; see <see cref="StepPlace"/>.</summary>
    public bool IsStepPlace => FormOf(_values) == StepPlaceForm;

    /// <summary>The name of its form on disk; for an added question the question's name.</summary>
    public string Form => PatternForms.NameOf(FormOf(_values));

    /// <summary>The index of a value's feature among those of the key.</summary>
    public int Feature => _values[2] % FeatureLimit;

    /// <summary>The sessions in which the pattern applies.</summary>
    public PatternScope Scope => (PatternScope)(_values[0] >> ScopeShift);

    /// <summary>The key, or <see cref="Boundary.End"/>, that is wrong; <see cref="LogKey.None"/> if several or none are.</summary>
    public int Key => FormOf(_values) switch
    {
        PatternForms.Step => KeysOf(_values)[^1],
        PatternForms.Key or PatternForms.Count or PatternForms.Value => _values[1],
        _ => KeysOf(_values) is [var first, ..] ? first : LogKey.None,
    };

    /// <summary>The place of a step in any session: the key behind the one before it, whatever came earlier. Null for other patterns.</summary>
    public AnomalyPattern? StepPlace => IsOfStep ? new AnomalyPattern(PlaceOfStep(stackalloc int[4], _values)) : null;

    /// <summary>Number of values in a pattern of a window of this size.</summary>
    public static int RoomFor(int windowSize) => Math.Max(windowSize + 2, 4);

    /// <summary>Number of values that a narrower scope adds.</summary>
    public const int RoomForPast = 2;

    /// <summary>The same pattern, in sessions with this past only.</summary>
    /// <param name="room">Receives the pattern; <see cref="RoomForPast"/> longer than the pattern.</param>
    /// <param name="pattern">A pattern of any session.</param>
    /// <param name="scope">How alike the sessions' pasts are.</param>
    /// <param name="past">The past.</param>
    public static ReadOnlySpan<int> In(Span<int> room, ReadOnlySpan<int> pattern, PatternScope scope, SessionHash past)
    {
        var hash = scope == PatternScope.AfterCounts ? past.Counts : past.Steps;
        pattern.CopyTo(room);
        room[0] |= (int)scope << ScopeShift;
        (room[pattern.Length], room[pattern.Length + 1]) = ((int)(hash >> 32), (int)hash);
        return room[..(pattern.Length + RoomForPast)];
    }

    /// <summary>The same pattern, in sessions with the same past only.</summary>
    public AnomalyPattern In(PatternScope scope) => scope == PatternScope.Anywhere || Past is not { } past
        ? this
        : new AnomalyPattern(In(stackalloc int[_values.Length + RoomForPast], _values, scope, past), Owner, Past, Session, Lesson);

    /// <summary>A pattern that was found in a session, with the session's past.</summary>
    public static AnomalyPattern InSession(Session session, ReadOnlySpan<int> values) =>
        new(values, past: session.Past, session: session.Number);

    /// <summary>The same pattern, of keys of a vocabulary.</summary>
    public AnomalyPattern OwnedBy(LogKeyVocabulary vocabulary) => new(_values, vocabulary, Past, Session, Lesson);

    /// <summary>A key that was never learnt.</summary>
    public static ReadOnlySpan<int> OfKey(Span<int> room, int key)
    {
        (room[0], room[1]) = (PatternForms.Key, key);
        return room[..2];
    }

    /// <summary>A key, or <see cref="Boundary.End"/>, behind a window. The caller fills the window.</summary>
    public static ReadOnlySpan<int> OfStep(Span<int> room, int windowSize, int next, out Span<int> window)
    {
        room[0] = PatternForms.Step;
        window = room.Slice(1, windowSize);
        room[windowSize + 1] = next;
        return room[..(windowSize + 2)];
    }

    /// <summary>The place of a step: the key behind the one before it, whatever came earlier.</summary>
    /// <param name="room">Receives the pattern; 4 values.</param>
    /// <param name="step">A pattern of <see cref="OfStep"/>.</param>
    public static ReadOnlySpan<int> PlaceOfStep(Span<int> room, ReadOnlySpan<int> step)
    {
        (room[0], room[1], room[2], room[3]) = (StepPlaceForm, 2, step[^1], step[^2]);
        return room[..4];
    }

    /// <summary>A count of a key, or the difference of the counts of two; partner 0 if there is none.</summary>
    public static ReadOnlySpan<int> OfCount(Span<int> room, int key, int partner, int value)
    {
        (room[0], room[1], room[2], room[3]) = (PatternForms.Count, key, partner, value);
        return room[..4];
    }

    /// <summary>
    /// A value of a feature of a key. The pattern contains all values of the same order of magnitude on the same side of the
    /// usual ones, or only this value if the usual values are listed.
    /// </summary>
    /// <param name="room">Receives the pattern; 4 values.</param>
    /// <param name="key">The key.</param>
    /// <param name="feature">Index of the feature among those of the key.</param>
    /// <param name="value">The value.</param>
    /// <param name="isExact">Whether the usual values are listed.</param>
    /// <param name="isLow">Whether the value is below the usual ones, and not above.</param>
    public static ReadOnlySpan<int> OfValue(Span<int> room, int key, int feature, double value, bool isExact, bool isLow = false)
    {
        // Not the number's own hash code: whole numbers end in the same bits, and saved patterns must not change with the runtime.
        var code = isExact ? (int)(BitConverter.DoubleToUInt64Bits(value) * SplitMix64.GoldenRatio >> 52)
            : value == 0 ? 0
            : Math.Clamp(Math.ILogB(value) + 1024, 1, 2047) + (value < 0 ? 2048 : 0);
        (room[0], room[1], room[2], room[3]) = (PatternForms.Value, key, (isLow ? FeatureLimit : 0) + feature, code);
        return room[..4];
    }

    /// <summary>A pattern of an added question.</summary>
    /// <param name="question">The question's name.</param>
    /// <param name="keys">The log keys of the pattern, which are replaced when keys are merged.</param>
    /// <param name="values">Further numbers that distinguish its patterns.</param>
    /// <exception cref="ArgumentException">The name is not a valid name of a question.</exception>
    public static int[] OfQuestion(string question, ReadOnlySpan<int> keys, ReadOnlySpan<int> values) =>
        [PatternForms.Of(question), keys.Length, .. keys, .. values];

    /// <summary>The keys among the values, which are replaced when keys are merged.</summary>
    public static Span<int> KeysOf(Span<int> values)
    {
        var own = values[..^(values[0] >> ScopeShift == 0 ? 0 : RoomForPast)];
        return FormOf(values) switch
        {
            PatternForms.Count => own[1..3],
            PatternForms.Value => own[1..2],
            PatternForms.Key or PatternForms.Step => own[1..],
            _ => own.Slice(2, own[1]),
        };
    }

    /// <summary>Reads a text that <see cref="ToString"/> of this version or an earlier one wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    /// <param name="pattern">The pattern.</param>
    public static bool TryParse(string? text, int keyCount, [NotNullWhen(true)] out AnomalyPattern? pattern)
    {
        pattern = null;
        var parts = text?.Split(' ') ?? [];
        if (parts.Length == 0 || !TryParseForm(parts[0], out var form, out var scope))
        {
            return false;
        }

        var values = new int[parts.Length];
        for (var i = 1; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
            {
                return false;
            }
        }

        values[0] = form;
        var length = values.Length - (scope == PatternScope.Anywhere ? 0 : RoomForPast);
        if (!IsWhole(values, length, keyCount))
        {
            return false;
        }

        if (scope == PatternScope.Anywhere)
        {
            ReadEarlierValue(values);
        }

        values[0] |= (int)scope << ScopeShift;
        pattern = new AnomalyPattern(values);
        return true;
    }

    /// <summary>Patterns as texts; null for none, so that saved data without answers do not contain the property.</summary>
    public static string[]? TextsOf(IReadOnlyList<AnomalyPattern> patterns) =>
        patterns.Count == 0 ? null : [.. patterns.Select(pattern => pattern.ToString())];

    /// <summary>Reads patterns that were saved.</summary>
    /// <exception cref="InvalidDataException">A text is malformed.</exception>
    public static List<AnomalyPattern> ParseAll(IEnumerable<string>? texts, int keyCount) =>
    [
        .. (texts ?? []).Select(text => TryParse(text, keyCount, out var pattern)
            ? pattern
            : throw new InvalidDataException("one of its marked patterns is none")),
    ];

    private static bool TryParseForm(string name, out int form, out PatternScope scope)
    {
        foreach (var candidate in (PatternScope[])[PatternScope.AfterCounts, PatternScope.AfterSteps])
        {
            if (name.EndsWith(ScopeNames[(int)candidate], StringComparison.Ordinal))
            {
                scope = candidate;
                return PatternForms.TryGet(name[..^ScopeNames[(int)candidate].Length], out form);
            }
        }

        scope = PatternScope.Anywhere;
        return PatternForms.TryGet(name, out form);
    }

    private static bool IsWhole(ReadOnlySpan<int> values, int length, int keyCount) => values[0] switch
    {
        PatternForms.Key => length == 2 && values[1] > LogKey.Unknown && values[1] <= keyCount,
        PatternForms.Step => length >= 3 && values[1..length].IndexOfAnyExceptInRange(Boundary.End, keyCount) < 0,
        PatternForms.Count => length == 4 && values[1..3].IndexOfAnyExceptInRange(LogKey.Unknown, keyCount) < 0,
        PatternForms.Value => length == 4 && values[1] > LogKey.Unknown && values[1] <= keyCount && values[2] is >= 0 and < 2 * FeatureLimit,
        _ => length >= 2 && values[1] >= 0 && values[1] <= length - 2
            && values.Slice(2, values[1]).IndexOfAnyExceptInRange(Boundary.End, keyCount) < 0,
    };

    // Snapshots of format 1 hold a value as a count that no session can have.
    private static void ReadEarlierValue(Span<int> values)
    {
        if (values is [PatternForms.Count, > LogKey.Unknown, LogKey.Unknown, < int.MinValue / 2])
        {
            var (side, code) = Math.DivRem(values[3] - int.MinValue, ValueCodes);
            (values[0], values[2], values[3]) = (PatternForms.Value, side, code);
        }
    }

    /// <summary>The form among the values of a pattern; see <see cref="PatternForms"/>.</summary>
    internal static int FormOf(ReadOnlySpan<int> values) => values[0] & FormMask;

    /// <summary>The text that is saved: the name of the form and the numbers.</summary>
    public override string ToString() => string.Join(
        ' ', _values.Select((value, i) => i == 0 ? Form + ScopeNames[(int)Scope] : value.ToString(CultureInfo.InvariantCulture)));

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
