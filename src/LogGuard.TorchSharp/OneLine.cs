namespace LogGuard.TorchSharp;

/// <summary>Shortens messages to one line: those of libtorch end with a native stack trace.</summary>
internal static class OneLine
{
    private const int LengthLimit = 240;

    /// <summary>The first line of an exception's message, at most 240 characters.</summary>
    public static string Of(Exception exception)
    {
        Exception inner = exception is TypeInitializationException { InnerException: { } cause } ? cause : exception;
        return Of(inner.Message);
    }

    /// <summary>The first line of a text, at most 240 characters.</summary>
    public static string Of(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        int end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end].TrimEnd();
        return line.Length > LengthLimit ? $"{line[..LengthLimit]}…" : line.ToString();
    }
}
