namespace LogGuard.Extensions.Logging;

/// <summary>The categories of LogGuard's own events, which it ignores.</summary>
internal static class LogGuardCategory
{
    private const string Name = "LogGuard";

    /// <summary>Whether a category is <c>LogGuard</c> or below it. <c>LogGuardian</c> is not.</summary>
    public static bool Is(string category) =>
        category.StartsWith(Name, StringComparison.Ordinal) && (category.Length == Name.Length || category[Name.Length] == '.');
}
