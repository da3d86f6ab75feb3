namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>What the command line asks for.</summary>
internal sealed record CalibrationSettings
{
    public static readonly IReadOnlyList<int> DefaultSizes = [50, 200, 1000, 2000, 4000];

    /// <summary>Names of data sets; empty: all.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Numbers of sessions to learn.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = DefaultSizes;

    /// <summary>Number of seeds, from 1 upwards.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Whether each test session of HDFS is judged by itself.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the sessions to learn of TrainTicket are drawn at random instead of the first ones.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>Whether texts that are one of few are judged, too; see <see cref="ValueOptions.TextSets"/>.</summary>
    public bool JudgesTexts { get; init; }

    /// <summary>Where the table and the curves go.</summary>
    public string Out { get; init; } = "out";

    /// <summary>How many kinds of false alarms and misses are shown for each cell.</summary>
    public int Examples { get; init; }

    /// <summary>A labelled log of the user's; null: the known sets.</summary>
    public LineInput? Lines { get; init; }
}
