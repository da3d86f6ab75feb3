namespace LogGuard.Sequences;

/// <summary>The two symbols beside log keys that a window or a prediction can hold. Negative, so that no key is one.</summary>
internal static class Boundary
{
    /// <summary>Stands before a session's first key, as often as the window needs it.</summary>
    public const int Start = -1;

    /// <summary>Follows a session's last key; a key to predict like any other.</summary>
    public const int End = -2;
}
