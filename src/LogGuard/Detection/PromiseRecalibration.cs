using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Brings a question back to its promise: a few steady places become normal; if they are not most of what is too much, because what it
/// reports is different each time, its threshold is lowered.
/// </summary>
/// <param name="vocabulary">The templates.</param>
/// <param name="feedback">The answers, to which it adds.</param>
/// <param name="replace">Puts a question into the place of another one.</param>
internal sealed class PromiseRecalibration(LogKeyVocabulary vocabulary, FeedbackMarks feedback, Action<IQuestion, IQuestion> replace)
{
    // Most places that a message names.
    private const int NamedLimit = 3;

    /// <summary>Changes what the question reports.</summary>
    /// <param name="question">The question.</param>
    /// <param name="stretch">The reports of the last blocks.</param>
    /// <param name="places">All places of reports.</param>
    /// <param name="adopted">Receives the places that became normal.</param>
    /// <returns>A description of the change, as the end of a sentence.</returns>
    public string Apply(IQuestion question, PromiseStretch stretch, IEnumerable<PromisePlace> places, ICollection<PromisePlace> adopted)
    {
        var steady = stretch.FindSteady(places.Where(IsNotRefused));
        if (!stretch.IsMostly(steady) && question is IThresholdQuestion tunable && stretch.FindThreshold() is { } surprise
            && tunable.WithThreshold(surprise) is { } later)
        {
            replace(question, later);
            return $"what it reported differs from session to session, so that its threshold is lower from now on: it reports what has a chance of less than {Surprise.InWords(surprise)}. RollbackAsync returns to the earlier one.";
        }

        var named = new List<string>();
        foreach (var (place, count) in steady)
        {
            if (Adopt(place))
            {
                adopted.Add(place);
                named.Add($"{NameOf(place.Key)} ({Wording.Count(count, "session")})");
            }
        }

        if (named.Count > 0)
        {
            var more = named.Count > NamedLimit ? $" and {Wording.Number(named.Count - NamedLimit)} more" : "";
            return $"{string.Join(", ", named.Take(NamedLimit))}{more} came all the time in sessions that were otherwise as usual, and {(named.Count == 1 ? "is" : "are")} normal from now on. MarkAnomalous for one of these anomalies takes it back.";
        }

        return "nothing of it is steady enough to be taken as normal. Answer it, or let the detector train again.";
    }

    // An anomaly may be answered long after it was counted.
    private bool IsNotRefused(PromisePlace place) =>
        !feedback.IsMarkedAnomalous(place.Key.Values) && !place.Patterns.Any(pattern => feedback.IsMarkedAnomalous(pattern.Values));

    // A rule on counts is only widened by what was seen.
    private bool Adopt(PromisePlace place)
    {
        if (place.Key.Form != PromisePlace.CountForm)
        {
            return feedback.MarkNormal(place.Key);
        }

        var isAny = false;
        place.Patterns.ForEach(pattern => isAny |= feedback.MarkNormal(pattern));
        return isAny;
    }

    private string NameOf(AnomalyPattern place)
    {
        var keys = AnomalyPattern.KeysOf(place.Values.ToArray());
        if (place.Form == PromisePlace.CountForm)
        {
            return $"the number of {Template(keys[0])}{(keys[1] == LogKey.Unknown ? "" : $" beside {Template(keys[1])}")}";
        }

        return place.IsStepPlace ? $"{Template(keys[0])} {(keys[1] == Boundary.Start ? "at the beginning" : $"behind {Template(keys[1])}")}"
            : place.Key == LogKey.None ? $"a finding of {place.Form}"
            : Template(place.Key);
    }

    private string Template(int key) => Wording.Quote(vocabulary.GetTemplate(key));
}
