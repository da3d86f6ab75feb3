namespace LogGuard.Parsing;

/// <summary>A regular expression for text that is always variable.</summary>
/// <param name="Name">The name of the variable in templates, as in <c>&lt;name&gt;</c>.</param>
/// <param name="Pattern">A .NET regular expression, matched with the invariant culture.</param>
public sealed record CustomMask(string Name, string Pattern);
