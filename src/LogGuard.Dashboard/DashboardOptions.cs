namespace LogGuard.Dashboard;

/// <summary>Settings of the page that <c>MapLogGuard</c> maps. Faults are told at once, by <c>MapLogGuard</c>.</summary>
public sealed record DashboardOptions
{
    internal const int MostRows = 1_000;
    internal const int MostListeners = 10_000;

    /// <summary>
    /// Whether anybody who reaches the page may see it. The default is false: the application's default authorization policy, or
    /// <see cref="Policy"/>, must admit the user. Where it is true, a warning in the application's log says so.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>The authorization policy for seeing the page. The default is null: the application's default policy.</summary>
    public string? Policy { get; set; }

    /// <summary>The authorization policy for answers and all else that changes the detector. The default is null: <see cref="Policy"/>.</summary>
    public string? AnswerPolicy { get; set; }

    /// <summary>Whether the page only shows, and changes nothing. The default is false.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Rows of a table on one page, 1..1,000. The default is <c>50</c>.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Most browsers that are told of changes at a time, 0..10,000. Further ones see a page that does not renew itself. The default is <c>100</c>.</summary>
    public int ListenerLimit { get; set; } = 100;

    /// <summary>Answers that are shown, with who gave them, 1..100,000; kept in memory. Each answer is also one line of the application's log. The default is <c>1,000</c>.</summary>
    public int AnswerLimit { get; set; } = 1_000;

    /// <summary>Returns the detector that is shown. The default is null: the application's only <see cref="AnomalyDetector"/> service.</summary>
    public Func<IServiceProvider, AnomalyDetector>? Detector { get; set; }

    /// <summary>The faults of these settings, empty if there are none.</summary>
    internal string FaultsOf()
    {
        var faults = new List<string>();
        Check(PageSize, 1, MostRows, nameof(PageSize));
        Check(ListenerLimit, 0, MostListeners, nameof(ListenerLimit));
        Check(AnswerLimit, 1, 100_000, nameof(AnswerLimit));
        if (AllowAnonymous && Policy is not null)
        {
            faults.Add($"AllowAnonymous is true and Policy is \"{Policy}\"; only one of them can be.");
        }

        return string.Join(' ', faults);

        void Check(int value, int least, int most, string name)
        {
            if (value < least || value > most)
            {
                faults.Add(FormattableString.Invariant($"{name} is {value:N0}; it must be between {least:N0} and {most:N0}."));
            }
        }
    }
}
