using LogGuard.Keys;

namespace LogGuard.Parsing;

/// <summary>
/// Gives lines of text the log keys of their mined templates. A template keeps its key while it becomes more general. When
/// two templates are merged, the vocabulary gets an alias. Thread-safe.
/// </summary>
internal sealed class MinedKeys
{
    // New templates after the training that stay as exact as their first line. The templates after these become general, as
    // in training: a log whose words vary without end must not fill the vocabulary.
    private const int ExactLimit = 1_000;

    // Shorter runs of a punctuation mark have a meaning: "..", "--", "://".
    private const int ShortestFilling = 3;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly TemplateMiner _miner;
    private readonly double _similarityThreshold;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _keys = [];
    private readonly int _limit;

    // Merged templates whose keys have not been merged yet.
    private readonly List<int> _merged = [];
    private long _changeCount;
    private int _exactCount = ExactLimit;

    /// <param name="vocabulary">Gives the keys.</param>
    /// <param name="options">Checked settings of the miner.</param>
    /// <param name="saved">
    /// The result of <see cref="Save"/> in an earlier run, without a fault in <see cref="ProblemOf"/>; null to start empty.
    /// </param>
    public MinedKeys(LogKeyVocabulary vocabulary, TemplateMinerOptions options, MinedKeysState? saved = null)
    {
        _vocabulary = vocabulary;
        _limit = 2 * options.TemplateLimit;
        _similarityThreshold = options.SimilarityThreshold;
        _miner = saved is null ? new TemplateMiner(options) : TemplateMiner.Load(new MemoryStream(saved.Miner, writable: false), options);
        _miner.TakeMerged(_merged);
        if (saved is null)
        {
            return;
        }

        foreach (var (template, key) in saved.Templates.Zip(saved.Keys))
        {
            _keys.Add(template, key);
        }

        _exactCount = saved.ExactCount;
    }

    /// <summary>Why a saved state cannot be used; null if it can, or is null itself.</summary>
    /// <param name="saved">The result of <see cref="Save"/>.</param>
    /// <param name="keyCount">Number of keys in the vocabulary that was saved with it.</param>
    /// <param name="options">Settings of the miner.</param>
    public static string? ProblemOf(MinedKeysState? saved, int keyCount, TemplateMinerOptions options)
    {
        if (saved is null)
        {
            return null;
        }

        if (saved.Templates.Length != saved.Keys.Length || saved.Templates.Distinct().Count() != saved.Templates.Length
            || saved.Keys.Any(key => key < LogKey.Unknown || key > keyCount))
        {
            return "their keys are not those of the templates";
        }

        try
        {
            TemplateMiner.Load(new MemoryStream(saved.Miner, writable: false), options);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    /// <summary>Lines in which the custom masks exceeded their time limit.</summary>
    public long MaskTimeoutCount => _miner.MaskTimeoutCount;

    /// <summary>Number of changes of templates so far. A saved state is up to date while it stays the same.</summary>
    public long ChangeCount => Volatile.Read(ref _changeCount);

    /// <summary>Number of templates.</summary>
    public int Count => _miner.Count;

    /// <summary>The key of a line, which may create a template or make one more general.</summary>
    /// <param name="content">The line without its header.</param>
    /// <param name="template">The template's id, for <see cref="ReadParameters"/>; 0 if there was no room.</param>
    /// <returns>The key; <see cref="LogKey.Unknown"/> if there was no room for another.</returns>
    public int KeyOf(ReadOnlySpan<char> content, out int template)
    {
        lock (_lock)
        {
            var result = _miner.LearnNew(content);
            template = result.Id;
            if (template == 0)
            {
                return LogKey.Unknown;
            }

            if (result.Change == TemplateChange.None && _keys.TryGetValue(template, out var key))
            {
                return key;
            }

            return Follow_NeedsLock(result);
        }
    }

    /// <summary>Reads the variable parts of a line whose template is known.</summary>
    public int ReadParameters(int template, ReadOnlySpan<char> content, Span<TextParameter> parameters) =>
        _miner.ReadParameters(template, content, parameters);

    /// <summary>
    /// Settles all templates. A model learns from the present ones, and a line unlike all of them must be reported as new,
    /// not as one of them.
    /// </summary>
    public void Settle()
    {
        lock (_lock)
        {
            _miner.Freeze();
            _exactCount = 0;
            CountChange_NeedsLock();
        }
    }

    /// <summary>
    /// Whether two keys belong to mined templates of the same words: they have as many words, the share of equal ones is
    /// <see cref="TemplateMinerOptions.SimilarityThreshold"/> or more, and the others are variables or values by their form. Two
    /// different words of letters are two events until the miner has seen them vary.
    /// </summary>
    public bool AreAlike(int key, int other)
    {
        if (!_vocabulary.IsMined(key) || !_vocabulary.IsMined(other))
        {
            return false;
        }

        var (words, others) = (_vocabulary.GetTemplate(key).Split(' '), _vocabulary.GetTemplate(other).Split(' '));
        if (words.Length != others.Length)
        {
            return false;
        }

        var same = 0;
        foreach (var (word, otherWord) in words.Zip(others))
        {
            if (IsSameWord(word, otherWord))
            {
                same++;
            }
            else if (!IsVariable(word) && !IsVariable(otherWord) && (WordText.IsWord(word) || WordText.IsWord(otherWord)))
            {
                return false;
            }
        }

        return same >= _similarityThreshold * words.Length;
    }

    private static bool IsVariable(string word) => word.Contains("<*>", StringComparison.Ordinal);

    // "enable.....<int>" and "enable...<int>": the number of filling dots depends on the width of the column.
    private static bool IsSameWord(string word, string other)
    {
        var (i, j) = (0, 0);
        while (i < word.Length && j < other.Length && word[i] == other[j])
        {
            var character = word[i];
            var (run, otherRun) = (RunLength(word, i), RunLength(other, j));
            if (run != otherRun && (Math.Min(run, otherRun) < ShortestFilling || !char.IsPunctuation(character)))
            {
                return false;
            }

            i += run;
            j += otherRun;
        }

        return i == word.Length && j == other.Length;
    }

    private static int RunLength(string word, int start)
    {
        var rest = word.AsSpan(start);
        var end = rest.IndexOfAnyExcept(rest[0]);
        return end < 0 ? rest.Length : end;
    }

    /// <summary>The state to save; null if no line was ever read.</summary>
    public MinedKeysState? Save()
    {
        lock (_lock)
        {
            if (_keys.Count == 0)
            {
                return null;
            }

            using var miner = new MemoryStream();

            // Examples are first lines with their values, and a detector never shows them.
            _miner.Save(miner, keepsExamples: false);
            var templates = _keys.Keys.Order().ToArray();
            return new MinedKeysState(miner.ToArray(), templates, [.. templates.Select(template => _keys[template])], _exactCount);
        }
    }

    private int Follow_NeedsLock(MiningResult result)
    {
        CountChange_NeedsLock();
        var text = _miner.Get(result.Id).Text;
        if (_keys.TryGetValue(result.Id, out var key))
        {
            if (key != LogKey.Unknown)
            {
                _vocabulary.Rename(key, text);
            }
        }
        else
        {
            key = _vocabulary.AddMined(text);
            _keys.Add(result.Id, key);
            if (_exactCount < ExactLimit)
            {
                _miner.Freeze();
                _exactCount++;
            }
        }

        if (result.Change == TemplateChange.Merged)
        {
            MergeKeys_NeedsLock();
        }

        if (_keys.Count > _limit)
        {
            ForgetKeys_NeedsLock();
        }

        return key;
    }

    private void CountChange_NeedsLock() => Volatile.Write(ref _changeCount, _changeCount + 1);

    // Only the templates that were merged: looking at all for each merge takes time in proportion to their number.
    private void MergeKeys_NeedsLock()
    {
        _miner.TakeMerged(_merged);
        var waiting = 0;
        for (var i = 0; i < _merged.Count; i++)
        {
            var template = _merged[i];
            if (!_keys.TryGetValue(template, out var key) || _miner.Resolve(template) is not (not 0 and var now) || now == template)
            {
                continue;
            }

            if (_keys.TryGetValue(now, out var other))
            {
                _vocabulary.AddAlias(key, other);
                _keys.Remove(template);
            }
            else
            {
                _merged[waiting++] = template;
            }
        }

        _merged.RemoveRange(waiting, _merged.Count - waiting);
    }

    // Removes the keys of templates that the miner has forgotten. The vocabulary keeps them and gives them again to the same
    // text.
    private void ForgetKeys_NeedsLock()
    {
        foreach (var template in _keys.Keys.Where(template => _miner.Resolve(template) == 0).ToArray())
        {
            _keys.Remove(template);
        }
    }
}
