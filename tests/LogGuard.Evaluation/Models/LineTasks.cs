using System.Text.RegularExpressions;
using LogGuard.Keys;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Logs of labelled lines, each line a session of one event whose template is its text.</summary>
internal static partial class LineTasks
{
    // Farzad and Gulliver, section 2.5.
    private const int FewestWords = 5;
    private const double LearntShare = 0.05;

    private static readonly Lazy<(string Text, bool IsAnomalous)[]> BglLines = new(() =>
        [.. DataFiles.ReadLines("bgl/BGL_first_100000.log.gz").Select(line => (BglTextOf(line), !line.StartsWith("- ", StringComparison.Ordinal)))]);

    private static readonly Lazy<(string Text, bool IsAnomalous)[]> OpenStackLines = new(() =>
    {
        var anomalous = File.ReadLines(DataFiles.Find("openstack/instance_labels.csv")).Skip(1).Select(row => row.Split(','))
            .Where(row => row[1] != "Normal").Select(row => row[0]).ToHashSet();
        return
        [
            .. DataFiles.ReadLines("openstack/openstack-nova-sample.log.gz")
                .Select(line => (Line: line, Instance: Instance().Match(line)))
                .Where(one => one.Instance.Success)
                .Select(one => (Bracketed().Replace(one.Line, ""), anomalous.Contains(one.Instance.Groups[1].Value))),
        ];
    });

    private static readonly Lazy<(string Text, bool IsAnomalous)[]> Reviews = new(() =>
        [.. DataFiles.ReadLines("imdb/imdb.tsv.gz").Select(line => line.Split('\t')).Select(row => (row[3], row[1] == "neg"))]);

    /// <summary>BGL by line, as in the paper.</summary>
    public static ModelTask BglPaper() => Paper("bgl lines", BglLines.Value);

    /// <summary>BGL by line: a twentieth of the lines is learnt, drawn at random, the others are judged.</summary>
    public static ModelTask BglHonest() => Honest("bgl lines", BglLines.Value);

    /// <summary>OpenStack by line, as in the paper: a line is anomalous if its virtual machine is.</summary>
    public static ModelTask OpenStackPaper() => Paper("openstack lines", OpenStackLines.Value);

    /// <summary>OpenStack by line.</summary>
    public static ModelTask OpenStackHonest() => Honest("openstack lines", OpenStackLines.Value);

    /// <summary>Reviews, as in the paper: the negative ones are to be found.</summary>
    public static ModelTask ReviewsPaper() => Paper("reviews", Reviews.Value);

    /// <summary>Reviews.</summary>
    public static ModelTask ReviewsHonest() => Honest("reviews", Reviews.Value);

    // The autoencoders learn from all lines, also from those that are judged; the recurrent network from a twentieth.
    private static ModelTask Paper(string set, (string Text, bool IsAnomalous)[] lines)
    {
        var (vocabulary, sessions) = Shuffle([.. lines.Where(line => Detectors.Lines.WordCodes.WordsOf(line.Text).Count >= FewestWords)]);
        return new()
        {
            Set = set,
            Division = "autoencoders from all, network from 5 %",
            Learnt = [.. sessions.Where(session => !session.IsAnomalous).Select(session => session.Keys)],
            Labelled = sessions,
            Judged = Counted(sessions[(int)(sessions.Length * LearntShare)..]),
            Vocabulary = vocabulary,
        };
    }

    private static ModelTask Honest(string set, (string Text, bool IsAnomalous)[] lines)
    {
        var (vocabulary, sessions) = Shuffle(lines);
        var learnt = sessions[..(int)(sessions.Length * LearntShare)];
        return new()
        {
            Set = set,
            Division = "5 % learnt",
            Learnt = [.. learnt.Where(session => !session.IsAnomalous).Select(session => session.Keys)],
            Labelled = learnt,
            Judged = Counted(sessions[learnt.Length..]),
            Vocabulary = vocabulary,
        };
    }

    private static (LogKeyVocabulary Vocabulary, ModelSession[] Sessions) Shuffle((string Text, bool IsAnomalous)[] lines)
    {
        var vocabulary = new LogKeyVocabulary(1_000_000);
        var sessions = Array.ConvertAll(lines, line => new ModelSession([vocabulary.GetOrAdd(line.Text)], line.IsAnomalous));
        new Random(1).Shuffle(sessions);
        return (vocabulary, sessions);
    }

    private static ModelSession[] Counted(ModelSession[] sessions) =>
        [.. sessions.CountBy(session => (session.Keys[0], session.IsAnomalous)).Select(pair => new ModelSession([pair.Key.Item1], pair.Key.IsAnomalous, pair.Value))];

    // Label, times and places are no words of the message: "RAS KERNEL INFO instruction cache parity error corrected".
    private static string BglTextOf(string line) => line.Split(' ', 7)[^1];

    [GeneratedRegex(@"\[instance: ([0-9a-f-]+)\]")]
    private static partial Regex Instance();

    // The ids of the request and of the machine tell the label of a line, and nothing about it.
    [GeneratedRegex(@"\[[^\]]*\] ?")]
    private static partial Regex Bracketed();
}
