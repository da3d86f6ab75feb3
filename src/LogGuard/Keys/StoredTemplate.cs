using System.Globalization;
using System.Text;
using LogGuard.Primitives;

namespace LogGuard.Keys;

/// <summary>The text that a vocabulary keeps of a template.</summary>
internal static class StoredTemplate
{
    /// <summary>Longer templates are kept as their beginning, their length and a hash, so that none costs more memory.</summary>
    public const int MaxLength = 1024;

    /// <summary>The text that finds a template.</summary>
    public static string Of(string template) => template.Length <= MaxLength ? template : Shorten(template);

    /// <summary>
    /// A text with half surrogate pairs replaced. They would change when saved and loaded, and the template would have
    /// another key then.
    /// </summary>
    public static string WithoutHalfPairs(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Shorten(string template) =>
        string.Create(CultureInfo.InvariantCulture, $"{template.AsSpan(0, MaxLength - 64)}… ({template.Length} characters, #{StableHash.Of(template):x16})");
}
