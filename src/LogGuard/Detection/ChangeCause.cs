using LogGuard.Keys;

namespace LogGuard.Detection;

/// <summary>The change behind reported patterns: a step is the same change behind any window that ends in the same key.</summary>
internal static class ChangeCause
{
    /// <summary>The pattern of the change: a step behind a window of one key, any other pattern in any session.</summary>
    public static AnomalyPattern Of(AnomalyPattern pattern)
    {
        var values = pattern.Scope == PatternScope.Anywhere ? pattern.Values : pattern.Values[..^AnomalyPattern.RoomForPast];
        if (AnomalyPattern.FormOf(values) == PatternForms.Step)
        {
            var step = AnomalyPattern.OfStep(stackalloc int[3], windowSize: 1, values[^1], out var window);
            window[0] = values[^2];
            return new AnomalyPattern(step);
        }

        var own = values.ToArray();
        own[0] = AnomalyPattern.FormOf(own);
        return new AnomalyPattern(own);
    }

    /// <summary>The change with merged keys replaced.</summary>
    public static AnomalyPattern Resolve(AnomalyPattern cause, LogKeyVocabulary vocabulary)
    {
        if (!vocabulary.HasAliases)
        {
            return cause;
        }

        var values = cause.Values.ToArray();
        foreach (ref var key in AnomalyPattern.KeysOf(values))
        {
            key = vocabulary.Resolve(key);
        }

        return new AnomalyPattern(values);
    }

    /// <summary>Whether lines of a key are what the change is about, and not only the place of others.</summary>
    public static bool Reports(AnomalyPattern cause, int key)
    {
        var keys = AnomalyPattern.KeysOf(cause.Values.ToArray());
        return (AnomalyPattern.FormOf(cause.Values) == PatternForms.Step ? keys[^1..] : keys).Contains(key);
    }

    /// <summary>Names the change.</summary>
    public static string Describe(AnomalyPattern cause, LogKeyVocabulary vocabulary)
    {
        var values = cause.Values;
        return AnomalyPattern.FormOf(values) switch
        {
            PatternForms.Key => $"the new line {Name(values[1])}",
            PatternForms.Step when values[2] == Sequences.Boundary.End => $"the end after {Name(values[1])}",
            PatternForms.Step when values[1] == Sequences.Boundary.Start => $"{Name(values[2])} at the beginning",
            PatternForms.Step => $"{Name(values[2])} after {Name(values[1])}",
            PatternForms.Count when values[2] != LogKey.Unknown => $"{Name(values[1])} {Wording.Difference(values[3])} {Name(values[2])}",
            PatternForms.Count => $"{Name(values[1])} {Wording.Times(values[3])}",
            _ => cause.Key > LogKey.Unknown ? $"{Name(cause.Key)} ({cause.Form})" : cause.Form,
        };

        string Name(int key) => key > LogKey.Unknown ? Wording.Quote(vocabulary.GetTemplate(key)) : "an unknown line";
    }
}
