using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>Sessions and keys from short texts: each letter is a key, <c>a</c> being 1.</summary>
internal static class Some
{
    /// <summary>The key of a letter.</summary>
    public static int Key(char letter) => letter - 'a' + 1;

    /// <summary>The keys of letters with blanks between them.</summary>
    public static int[] Keys(string letters) =>
        [.. letters.Where(letter => letter != ' ').Select(Key)];

    /// <summary>A whole session.</summary>
    public static LogKeySequence Session(string letters) => new(Keys(letters));

    /// <summary>A part of a session.</summary>
    public static LogKeySequence Part(string letters, bool hasStart = false, bool hasEnd = false) =>
        new(Keys(letters), hasStart, hasEnd);

    /// <summary>Whole sessions in the given order.</summary>
    public static SessionCorpus Corpus(params IEnumerable<string> sessions)
    {
        var corpus = new SessionCorpus();
        foreach (var letters in sessions)
        {
            corpus.Add(Session(letters));
        }

        return corpus;
    }

    /// <summary>An open session in which these events happened.</summary>
    public static Session OpenSession(string letters, int windowSize = 3, bool collects = false)
    {
        var session = new Session(windowSize);
        session.Open(SessionId.From("order-1"), collects);
        foreach (var key in Keys(letters))
        {
            session.Append(key);
        }

        return session;
    }

    /// <summary>Counts of the keys of a session.</summary>
    public static KeyCounts Counts(string letters)
    {
        var counts = new KeyCounts();
        foreach (var key in Keys(letters))
        {
            counts.Increment(key);
        }

        return counts;
    }

    /// <summary>An event with a line that a <see cref="TextRenderer"/> reads.</summary>
    public static LogRecord Record(char letter, object? line = null, LineRenderer? renderer = null) =>
        new(Key(letter), LogSeverity.Information, 0, SessionId.From("order-1"), TestTimeProvider.Start.UtcTicks, line, renderer ?? new TextRenderer());
}
