namespace LogGuard.Parsing;

/// <summary>The template of a line that was learnt.</summary>
/// <param name="Id">The template's id, from 1; 0 where there was no room for another template.</param>
/// <param name="Change">What the line did to the templates.</param>
public readonly record struct MiningResult(int Id, TemplateChange Change);
