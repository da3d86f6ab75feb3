namespace LogGuard.Parsing;

/// <summary>The template of a learnt line.</summary>
/// <param name="Id">The template's id, from 1; 0 if there was no room for another template.</param>
/// <param name="Change">How the line changed the templates.</param>
public readonly record struct MiningResult(int Id, TemplateChange Change);
