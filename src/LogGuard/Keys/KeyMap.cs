namespace LogGuard.Keys;

/// <summary>Leads from the keys that another detector has saved to those of the same templates here.</summary>
internal sealed class KeyMap
{
    private readonly int[] _keys;

    private KeyMap(int[] keys) => _keys = keys;

    /// <summary>The key here; a merged key leads to the one that it was merged into.</summary>
    public int Of(int key) => key > 0 && key < _keys.Length ? _keys[key] : key;

    /// <summary>Makes a map. Templates that are new here get keys, as far as there is room.</summary>
    /// <param name="templates">The templates of the saved keys.</param>
    /// <param name="changes">How the saved keys were changed.</param>
    /// <param name="vocabulary">The keys here.</param>
    /// <returns>Null if a template is named twice.</returns>
    public static KeyMap? Make(string[] templates, VocabularyChanges? changes, LogKeyVocabulary vocabulary)
    {
        var saved = new LogKeyVocabulary(Math.Max(templates.Length, vocabulary.Limit));
        if (!saved.TryRestore(templates, changes))
        {
            return null;
        }

        // Both have begun with the same keys.
        var known = vocabulary.ToArray();
        var keys = new int[templates.Length + 1];
        for (var key = 1; key < keys.Length; key++)
        {
            var isSame = key <= known.Length && known[key - 1] == templates[key - 1] && vocabulary.IsMined(key) == saved.IsMined(key);
            keys[key] = isSame ? key
                : saved.IsMined(key) ? vocabulary.AddMined(templates[key - 1])
                : vocabulary.GetOrAdd(templates[key - 1]);
        }

        return new KeyMap([.. keys.Select((_, key) => key == 0 ? 0 : vocabulary.Resolve(keys[saved.Resolve(key)]))]);
    }
}
