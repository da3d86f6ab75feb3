namespace LogGuard.Stress.Floods;

/// <summary>Random words and texts.</summary>
internal static class FloodWords
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static string Word(Random random, int length = 8) => random.GetString(Letters, length);

    /// <summary>A text of so many characters in words.</summary>
    public static string Text(Random random, int length) => string.Create(length, random, static (span, random) =>
    {
        random.GetItems(Letters, span);
        for (var i = 7; i < span.Length; i += 8)
        {
            span[i] = ' ';
        }
    });
}
