namespace LogGuard.Parsing;

/// <summary>A regular expression for text that is always variable.</summary>
/// <param name="Name">What templates call it, as in <c>&lt;name&gt;</c>.</param>
/// <param name="Pattern">A .NET regular expression, matched without regard to culture.</param>
public sealed record CustomMask(string Name, string Pattern);
