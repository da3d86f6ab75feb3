namespace LogGuard.Sequences;

/// <summary>The two symbols besides log keys in windows and predictions. Negative, so that no key equals one.</summary>
internal static class Boundary
{
    /// <summary>Stands before a session's first key, as often as the window needs it.</summary>
    public const int Start = -1;

    /// <summary>Follows a session's last key. It is predicted like a key.</summary>
    public const int End = -2;
}
