namespace LogGuard.Models.Values;

/// <summary>Tells by a parameter's name whether it is a duration that the application has measured, such as <c>ElapsedMilliseconds</c>.</summary>
internal static class DurationName
{
    private static readonly string[] Words =
        ["elapsed", "duration", "latency", "took", "time", "ms", "msec", "millis", "milliseconds", "millisecond", "sec", "secs", "seconds", "second"];

    /// <summary>Whether one of the name's words is of a duration. Words begin with a capital letter or behind an underscore.</summary>
    public static bool Is(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] is '_' or '-' or '.' || (char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])))
            {
                var word = name.AsSpan(start, i - start).Trim("_-.");
                foreach (var known in Words)
                {
                    if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
                    {
                        return true;
                    }
                }

                start = i;
            }
        }

        return false;
    }
}
