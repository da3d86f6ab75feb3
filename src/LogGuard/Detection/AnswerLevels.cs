using System.Collections.Concurrent;
using LogGuard.Keys;

namespace LogGuard.Detection;

/// <summary>
/// The levels up to which new keys were answered as normal: the answer to a line of information says nothing about an error with
/// the same words. Any thread may ask, without a lock or an allocation. At most one entry per key.
/// </summary>
/// <remarks>Levels are not saved: an answer of an earlier run covers all levels of its own key, and no other key.</remarks>
internal sealed class AnswerLevels(LogKeyVocabulary vocabulary)
{
    private readonly ConcurrentDictionary<int, LogSeverity> _reported = new();
    private readonly ConcurrentDictionary<int, LogSeverity> _answered = new();

    /// <summary>Notes the level of a new key that is reported.</summary>
    public void Report(int key, LogSeverity severity) => _reported[vocabulary.Resolve(key)] = severity;

    /// <summary>Notes that a new key was answered as normal.</summary>
    /// <param name="key">The key.</param>
    /// <param name="severity">The level of the answered line; null for that of the last report.</param>
    public void Answer(int key, LogSeverity? severity)
    {
        key = vocabulary.Resolve(key);
        if (severity is { } level || _reported.TryGetValue(key, out level))
        {
            _answered.AddOrUpdate(key, level, (_, before) => level > before ? level : before);
        }
    }

    /// <summary>Whether the answer for a key covers lines of a level. True without a known level.</summary>
    public bool Covers(int key, LogSeverity severity) => !_answered.TryGetValue(vocabulary.Resolve(key), out var level) || severity <= level;

    /// <summary>Whether a key was answered as normal, at this level or a higher one, in this run.</summary>
    public bool WasAnswered(int key, LogSeverity severity) => _answered.TryGetValue(vocabulary.Resolve(key), out var level) && severity <= level;
}
