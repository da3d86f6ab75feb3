using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Sets the keys of events that have none yet, and replaces merged keys, before any other processing. Only the reader uses it.
/// </summary>
internal sealed class KeyResolver
{
    // Maximum number of categories that get the advice, each once.
    private const int AdviceLimit = 20;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly TextKeys? _texts;
    private readonly Action _onMerged;
    private readonly DiagnosticLog _diagnostics;
    private readonly bool _showsTexts;
    private readonly HashSet<string> _advised = new(StringComparer.Ordinal);
    private readonly HashSet<string> _advisedOnHoles = new(StringComparer.Ordinal);
    private long _changesSeen;

    /// <param name="vocabulary">The keys.</param>
    /// <param name="texts">Assigns keys to templates without placeholders; null if the application's threads do.</param>
    /// <param name="onMerged">Called after keys may have been merged.</param>
    /// <param name="diagnostics">Receives the advice about messages that are built with string interpolation.</param>
    /// <param name="showsTexts">Whether the advice may contain a message as an example.</param>
    public KeyResolver(LogKeyVocabulary vocabulary, TextKeys? texts, Action onMerged, DiagnosticLog diagnostics, bool showsTexts = true)
    {
        _vocabulary = vocabulary;
        _texts = texts;
        _onMerged = onMerged;
        _diagnostics = diagnostics;
        _showsTexts = showsTexts;
        _changesSeen = vocabulary.ChangeCount;
    }

    /// <summary>Settles the keys, because a model is trained on them.</summary>
    public void Settle() => _texts?.Settle();

    /// <summary>Sets the keys of events from the queue, in their order.</summary>
    public void Resolve(Span<LogRecord> records)
    {
        foreach (ref var record in records)
        {
            if (record.Key == LogKey.Mined)
            {
                record = record with { Key = KeyOf(record) };
                continue;
            }

            if (_texts is not null && _texts.IsUnobserved(record.Key))
            {
                Observe(record);
            }

            if (_vocabulary.HasAliases && _vocabulary.Resolve(record.Key) is var key && key != record.Key)
            {
                record = record with { Key = key };
            }
        }
    }

    private void Observe(in LogRecord record)
    {
        try
        {
            var told = _texts!.Observe(record.Key);
            TellMerges();
            if (told != LogKey.Unknown)
            {
                Advise(record, _vocabulary.GetTemplate(record.Key), told);
            }
        }
        catch (Exception exception)
        {
            _diagnostics.TellRepeated(
                "keys of templates " + exception.GetType().FullName,
                count => $"{count:N0} templates could not be compared because of {exception.GetType().Name}: {exception.Message}");
        }
    }

    private void TellMerges()
    {
        if (_vocabulary.ChangeCount != _changesSeen)
        {
            _changesSeen = _vocabulary.ChangeCount;
            _onMerged();
        }
    }

    private int KeyOf(in LogRecord record)
    {
        try
        {
            if (_texts is null || record.Line is null || record.Renderer is null)
            {
                return LogKey.Unknown;
            }

            var text = record.Renderer.GetTemplate(record.Line);
            if (TemplateHoles.IsOnlyHole(text))
            {
                AdviseOnHole(record, text);
                text = record.Renderer.GetMessage(record.Line);
            }

            var key = _texts.KeyOf(text, out var isTell);
            TellMerges();
            if (isTell)
            {
                Advise(record, text, key);
            }

            return key;
        }
        catch (Exception exception)
        {
            _diagnostics.TellRepeated(
                "keys of texts " + exception.GetType().FullName,
                count => $"{Wording.Count(count, "message")} got no key because of {exception.GetType().Name}: {exception.Message}");
            return LogKey.Unknown;
        }
    }

    private void Advise(in LogRecord record, string text, int key)
    {
        var category = CategoryOf(record);
        if (_advised.Count < AdviceLimit && _advised.Add(category ?? ""))
        {
            _diagnostics.Warn(
                $"messages {(category is null ? "" : $"of {category} ")}are built with string interpolation"
                + $"{(_showsTexts ? $", such as {Wording.Quote(text)}" : "")}; they count as one, {Wording.Quote(_vocabulary.GetTemplate(key))}. "
                + "Log a template with named placeholders instead, such as \"User {UserId} signed in\": it is exact, and its values can be distinguished.");
        }
    }

    private void AdviseOnHole(in LogRecord record, string template)
    {
        if (_advisedOnHoles.Count >= AdviceLimit)
        {
            return;
        }

        var category = CategoryOf(record);
        if (_advisedOnHoles.Add(category ?? ""))
        {
            _diagnostics.Warn(
                $"messages {(category is null ? "" : $"of {category} ")}are logged with the template {Wording.Quote(template)}, which says nothing: their text takes its place. "
                + "Log the message's own template instead: it is exact, and its values can be distinguished.");
        }
    }

    private static string? CategoryOf(in LogRecord record)
    {
        try
        {
            return record.Renderer!.GetCategory(record.Line!);
        }
        catch (Exception)
        {
            // The advice is useful without the category.
            return null;
        }
    }
}
