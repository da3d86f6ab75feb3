namespace LogGuard.Detectors;

/// <summary>Checks the keys of a saved model.</summary>
internal static class SavedKeys
{
    /// <summary>Whether each key stands there once.</summary>
    public static bool AreSound(int[] keys) => keys.Distinct().Count() == keys.Length;
}
