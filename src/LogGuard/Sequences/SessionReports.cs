namespace LogGuard.Sequences;

/// <summary>The reports in an open session. Only accessed by the reader.</summary>
internal sealed class SessionReports
{
    private readonly List<string> _questions = [];

    /// <summary>The questions that reported something, each once.</summary>
    public IReadOnlyList<string> Questions => _questions;

    /// <summary>The pattern of the first report; null if it cannot be answered.</summary>
    public AnomalyOrigin? Pattern { get; private set; }

    /// <summary>The surprise of the first report, in bits.</summary>
    public double Surprise { get; private set; }

    /// <summary>Number of reports.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all reports are of the same pattern.</summary>
    public bool IsOfOnePattern { get; private set; } = true;

    /// <summary>Whether no report is of a warning or an error, or of a session that was cut short.</summary>
    public bool IsHarmless { get; private set; } = true;

    /// <summary>Adds a report.</summary>
    /// <param name="question">The question's name.</param>
    /// <param name="pattern">Its pattern; null if it cannot be answered.</param>
    /// <param name="surprise">Its surprise, in bits.</param>
    /// <param name="isHarmless">Whether it is neither of a warning or an error, nor of a session that was cut short.</param>
    public void Add(string question, AnomalyOrigin? pattern, double surprise, bool isHarmless)
    {
        if (Count++ == 0)
        {
            (Pattern, Surprise) = (pattern, surprise);
        }
        else
        {
            IsOfOnePattern &= Equals(Pattern, pattern);
        }

        IsHarmless &= isHarmless;
        if (!_questions.Contains(question))
        {
            _questions.Add(question);
        }
    }
}
