namespace LogGuard.TorchSharp;

/// <summary>Makes one line of an exception: libtorch's messages go on with a native stack.</summary>
internal static class OneLine
{
    private const int LengthLimit = 240;

    /// <summary>The first line of its message, not too long.</summary>
    public static string Of(Exception exception)
    {
        Exception inner = exception is TypeInitializationException { InnerException: { } cause } ? cause : exception;
        return Of(inner.Message);
    }

    /// <summary>The first line of a text, not too long.</summary>
    public static string Of(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        int end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end].TrimEnd();
        return line.Length > LengthLimit ? $"{line[..LengthLimit]}…" : line.ToString();
    }
}
