using System.Collections.Concurrent;
using LogGuard.Keys;

namespace LogGuard.Detection;

/// <summary>
/// The levels up to which new keys were answered as normal: the answer to a line of information says nothing about an error with
/// the same words. Any thread may ask, without a lock or an allocation. At most one entry per key.
/// </summary>
/// <remarks>
/// Levels are saved with the answers. An answer of a version that did not save them covers all levels of its own key, and no other
/// key.
/// </remarks>
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

    /// <summary>All levels, in the order of the keys.</summary>
    public AnswerLevel[] ToArray() => [.. _answered.Select(answer => new AnswerLevel(answer.Key, answer.Value)).OrderBy(answer => answer.Key)];

    /// <summary>Adds levels of a snapshot.</summary>
    public void Restore(IEnumerable<AnswerLevel> levels)
    {
        foreach (var (key, level) in levels)
        {
            Answer(key, level);
        }
    }

    /// <summary>Forgets all answers.</summary>
    public void Clear() => _answered.Clear();

    /// <summary>Joins the levels of keys that have been merged.</summary>
    public void MergeKeys()
    {
        foreach (var (key, level) in _answered)
        {
            if (vocabulary.Resolve(key) != key && _answered.TryRemove(key, out _))
            {
                Answer(key, level);
            }
        }
    }

    /// <summary>Whether the answer for a key covers lines of a level. True without a known level.</summary>
    public bool Covers(int key, LogSeverity severity) => !_answered.TryGetValue(vocabulary.Resolve(key), out var level) || severity <= level;

    /// <summary>Whether a key was answered as normal, at this level or a higher one.</summary>
    public bool WasAnswered(int key, LogSeverity severity) => _answered.TryGetValue(vocabulary.Resolve(key), out var level) && severity <= level;
}
