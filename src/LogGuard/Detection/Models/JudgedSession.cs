using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>A session as a model sees it. Only valid during the call.</summary>
public readonly ref struct JudgedSession
{
    private readonly Session _session;
    private readonly LogKeyVocabulary? _vocabulary;
    private readonly int _newest;

    internal JudgedSession(Session session, ReadOnlySpan<int> keys, int newest, double elapsedSeconds, LogSeverity? severity, LogKeyVocabulary? vocabulary)
    {
        Keys = keys;
        (_session, _newest, ElapsedSeconds, Severity, _vocabulary) = (session, newest, elapsedSeconds, severity, vocabulary);
    }

    /// <summary>
    /// The latest keys, oldest first: <see cref="ILogModelTrainer.WindowSize"/> of them, or as many as the session has. While an event
    /// is judged it is the last one.
    /// </summary>
    public ReadOnlySpan<int> Keys { get; }

    /// <summary>The same session with fewer of its latest keys, for a model that asks another.</summary>
    /// <param name="windowSize">The <see cref="ILogModelTrainer.WindowSize"/> of the other model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is below 1.</exception>
    public JudgedSession Latest(int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        return new(_session, Keys[^Math.Min(windowSize, Keys.Length)..], _newest, ElapsedSeconds, Severity, _vocabulary);
    }

    /// <summary>Number of events so far, with the one that is judged.</summary>
    public long Length => _session.Length + (_newest == LogKey.None ? 0 : 1);

    /// <summary>Whether this is the one stream, whose events belong to no session.</summary>
    public bool IsStream => _session.Id.IsStream;

    /// <summary>Seconds since the session's event before the judged one; NaN if there is none, or at the end.</summary>
    public double ElapsedSeconds { get; }

    /// <summary>The level of the judged event; null at the end, and for a kept session that is judged again.</summary>
    public LogSeverity? Severity { get; }

    /// <summary>How often a key occurred in the whole session, with the event that is judged.</summary>
    public int CountOf(int key) => _session.Counts[key] + (key == _newest && key != LogKey.None ? 1 : 0);

    /// <summary>The template of a key, also of one that was never learnt; empty if it is not known.</summary>
    public string TemplateOf(int key) => _vocabulary?.GetTemplate(key) ?? "";
}
