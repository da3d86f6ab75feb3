using LogGuard.Primitives;

namespace LogGuard;

/// <summary>The event id of a line, as Microsoft.Extensions.Logging has it.</summary>
/// <param name="Id">The number.</param>
/// <param name="Name">The name; null if it has none.</param>
public readonly record struct LogEventId(int Id, string? Name = null)
{
    /// <summary>Returns the number, and the name if there is one.</summary>
    public override string ToString() => string.IsNullOrEmpty(Name)
        ? Id.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id} {PlainText.Escape(Name)}");
}
