namespace LogGuard.Keys;

/// <summary>
/// The lines that every .NET host logs once when it starts and once when it stops. A detector knows them at sight: they say that
/// the process begins or ends, and no session contains them. Only the reader uses it.
/// </summary>
internal sealed class LifetimeLines(LogKeyVocabulary vocabulary)
{
    /// <summary>The category that logs them.</summary>
    private const string Category = "Microsoft.Hosting.Lifetime";

    private static readonly string[] Texts = ["Application started. Press Ctrl+C to shut down.", "Application is shutting down..."];

    // Followed by a placeholder or, in a text log, by its value.
    private static readonly string[] Beginnings = ["Now listening on: ", "Hosting environment: ", "Content root path: "];

    // By key: 0 if the key has not been looked at, 1 for other lines, 2 for these.
    private byte[] _kinds = [];

    /// <summary>Whether a key is that of such a line. A more severe level than information means something else.</summary>
    public bool Contains(int key, LogSeverity severity)
    {
        var kind = (uint)key < (uint)_kinds.Length ? _kinds[key] : 0;
        return (kind == 0 ? LookAt(key) : kind) == 2 && severity <= LogSeverity.Information;
    }

    /// <summary>Whether a template, with or without its category and event id, is that of such a line.</summary>
    internal static bool IsOne(string template)
    {
        var text = WithoutPrefix(template);
        foreach (var whole in Texts)
        {
            if (text.SequenceEqual(whole))
            {
                return true;
            }
        }

        foreach (var beginning in Beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.Ordinal) && text.Length > beginning.Length)
            {
                return true;
            }
        }

        return false;
    }

    // "Microsoft.Hosting.Lifetime#14: Now listening on: {address}", as Keys.ByCategory and Keys.ByEventId have it.
    private static ReadOnlySpan<char> WithoutPrefix(string template)
    {
        var prefix = template.IndexOf(": ", StringComparison.Ordinal);
        if (prefix <= 0)
        {
            return template;
        }

        var own = template.AsSpan(0, prefix);
        var id = own.IndexOf('#');
        var category = id < 0 ? own : own[..id];
        var isId = id < 0 || own[(id + 1)..].IndexOfAnyExceptInRange('0', '9') < 0;
        return isId && (category.SequenceEqual(Category) || (category.IsEmpty && id == 0)) ? template.AsSpan(prefix + 2) : template;
    }

    private byte LookAt(int key)
    {
        if (key < 0 || key > vocabulary.Count)
        {
            return 1;
        }

        if (key >= _kinds.Length)
        {
            Array.Resize(ref _kinds, Math.Max(key + 1, 2 * _kinds.Length));
        }

        return _kinds[key] = IsOne(vocabulary.GetTemplate(key)) ? (byte)2 : (byte)1;
    }
}
