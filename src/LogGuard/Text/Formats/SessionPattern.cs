using System.Text.RegularExpressions;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>A regular expression whose capturing group is found without allocating a match object.</summary>
/// <remarks>
/// Only whole matches can be searched without allocating. If the text before or after the group has a fixed length, the place
/// of the group follows from the match. Otherwise the group is searched within the match: its place is the first where
/// everything before it and after it fits.
/// </remarks>
internal sealed class SessionPattern
{
    private const string Uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    private readonly Regex _whole;
    private readonly Regex? _group;
    private readonly int _before;
    private readonly int _after;

    private SessionPattern(string text, TimeSpan timeLimit, Regex whole, Regex? group, int before, int after)
    {
        Text = text;
        TimeLimit = timeLimit;
        IsLinear = group is null && whole.Options.HasFlag(RegexOptions.NonBacktracking);
        _whole = whole;
        _group = group;
        _before = before;
        _after = after;
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Longest time for all matches of one line.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Whether a match takes time linear in the length of the line.</summary>
    public bool IsLinear { get; }

    /// <exception cref="ArgumentException">The pattern or the limit is wrong.</exception>
    public static SessionPattern Make(string text, TimeSpan timeLimit)
    {
        const string Setting = nameof(SessionSelector.Pattern);
        var faults = new OptionFaults(nameof(SessionSelector));
        faults.RequireRange("timeLimit", timeLimit, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        faults.Require(text.Length > 0, Setting, "empty", "it must be a regular expression");
        var expanded = ExpandUuid(text);
        var wrong = WhatIsWrong(expanded);
        faults.Require(wrong is null, Setting, $"\"{text}\"", $"it must be a regular expression: {wrong}");
        var split = wrong is null ? PatternSplit.Of(expanded) : default;
        faults.Require(wrong is not null || split.IsClear, Setting, $"\"{text}\"", "a capturing group must be the only one, outside of other groups and alternatives, and not be repeated; use (?:…) for the others");
        faults.ThrowIfAny();

        var whole = Compile(expanded, timeLimit);
        WarmUp(whole);
        if (!split.HasGroup || (split.BeforeLength >= 0 && split.AfterLength >= 0))
        {
            return new SessionPattern(text, timeLimit, whole, null, Math.Max(split.BeforeLength, 0), Math.Max(split.AfterLength, 0));
        }

        var group = Compile($@"{split.Options}(?<=\A(?:{split.Before}))({split.Group})(?=(?:{split.After})\z)", timeLimit);
        WarmUp(group);
        return new SessionPattern(text, timeLimit, whole, group, 0, 0);
    }

    public Regex.ValueMatchEnumerator Search(ReadOnlySpan<char> text) => _whole.EnumerateMatches(text);

    /// <summary>The session's name within a match; none if it is empty.</summary>
    /// <exception cref="RegexMatchTimeoutException">The match took too long.</exception>
    public LineRange NameIn(ReadOnlySpan<char> text, ValueMatch match)
    {
        if (_group is null)
        {
            var length = match.Length - _before - _after;
            return length > 0 ? new LineRange(match.Index + _before, length) : LineRange.None;
        }

        foreach (var group in _group.EnumerateMatches(text.Slice(match.Index, match.Length)))
        {
            return group.Length > 0 ? new LineRange(match.Index + group.Index, group.Length) : LineRange.None;
        }

        return LineRange.None;
    }

    private static Regex Compile(string pattern, TimeSpan timeLimit)
    {
        try
        {
            // Without backtracking the time of a match is linear in the length of the line. The engine reads the clock once per
            // thousand characters, so the limit does not concern usual lines.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, SearchTime.OfOneMatch(timeLimit));
        }
        catch (NotSupportedException)
        {
            // Look-around and back references need the backtracking engine, which the time limit bounds.
            return new Regex(pattern, RegexOptions.CultureInvariant, SearchTime.OfOneMatch(timeLimit));
        }
    }

    // The first match builds the automaton. Doing it here keeps it out of the time limit of the first line.
    private static void WarmUp(Regex expression)
    {
        try
        {
            expression.IsMatch("2000-01-01 00:00:00 warm-up 10.0.0.1");
        }
        catch (RegexMatchTimeoutException)
        {
            // The machine is busy. The expression is as right as before.
        }
    }

    private static string? WhatIsWrong(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    // Replaces <uuid>, except the name in (?<uuid>…) or \k<uuid>.
    private static string ExpandUuid(string pattern)
    {
        const string Hole = "<uuid>";
        var at = 0;
        while ((at = pattern.IndexOf(Hole, at, StringComparison.Ordinal)) >= 0)
        {
            if ((at > 0 && pattern[at - 1] == '?') || (at > 1 && pattern[at - 1] == 'k' && pattern[at - 2] == '\\'))
            {
                at += Hole.Length;
                continue;
            }

            pattern = string.Concat(pattern.AsSpan(0, at), Uuid, pattern.AsSpan(at + Hole.Length));
            at += Uuid.Length;
        }

        return pattern;
    }
}
