using System.Globalization;
using LogGuard.Detection;
using LogGuard.Keys;

namespace LogGuard.Learning.Collecting;

/// <summary>Puts into words which changes a training learns, and which it leaves out.</summary>
internal static class ChangeReport
{
    /// <summary>Most changes of either kind that are named.</summary>
    internal const int NamedLimit = 5;

    /// <summary>The message of one training; null if nothing stands reported.</summary>
    public static string? Of(LastingChanges changes, ChangedValues values, LogKeyVocabulary vocabulary)
    {
        string[] learnt = [.. LearntOf(changes, vocabulary).Concat(values.Learnt).Select(change => change.Text)];
        string[] others =
        [
            .. changes.All.Where(change => change.Fate != ChangeFate.Learnt)
                .Select(change => $"{Describe(change, changes, vocabulary)}, {ReasonOf(change.Fate)}").Concat(values.LeftOut),
        ];
        var refused = others.Length == 0 ? "" : $"leaves out {Wording.Count(others.Length, "reported change")}: {List(others)}.";
        return (learnt.Length, others.Length) switch
        {
            (0, 0) => null,
            (0, _) => $"training again {refused}",
            (_, 0) => $"training again learns {Wording.Count(learnt.Length, "change")} that lasted: {List(learnt)}.",
            _ => $"training again learns {Wording.Count(learnt.Length, "change")} that lasted: {List(learnt)}. It {refused}",
        };
    }

    /// <summary>The changes that are learnt, to be remembered.</summary>
    public static IEnumerable<LearntChange> LearntOf(LastingChanges changes, LogKeyVocabulary vocabulary) =>
        changes.Learnt.Select(change => new LearntChange(change.Cause.ToString(), Describe(change, changes, vocabulary)));

    private static string Describe(LastingChanges.Candidate change, LastingChanges changes, LogKeyVocabulary vocabulary)
    {
        var first = changes.Times[change.Sessions[0].Place];
        var since = new DateTime(first, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{ChangeCause.Describe(change.Cause, vocabulary)} in {Wording.Number(change.Sessions.Count)} of {Wording.Count(changes.RecentCount, "recent session")}, since {since} UTC";
    }

    private static string List(string[] all) =>
        string.Join("; ", all.Take(NamedLimit)) + (all.Length > NamedLimit ? $"; and {Wording.Number(all.Length - NamedLimit)} more" : "");

    private static string ReasonOf(ChangeFate fate) => fate switch
    {
        ChangeFate.Marked => "marked anomalous",
        ChangeFate.TakenBack => "taken back by a rollback",
        ChangeFate.Errors => "with error lines that usual sessions lack",
        ChangeFate.Ends => "whose sessions end where usual ones go on",
        ChangeFate.Others => "beside other findings",
        ChangeFate.TooFew => $"fewer than {ChangeEvidence.FewestSessions}",
        ChangeFate.TooShort => "not for long enough yet",
        ChangeFate.Over => "over by now",
        ChangeFate.Bursts => "in bursts",
        ChangeFate.Rare => "too rare by now",
        _ => $"more than {LastingChanges.Limit} at a time",
    };
}
