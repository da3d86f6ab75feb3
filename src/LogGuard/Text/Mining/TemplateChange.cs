namespace LogGuard.Parsing;

/// <summary>The effect of a line on the templates.</summary>
public enum TemplateChange
{
    /// <summary>None: the line fitted a template.</summary>
    None,

    /// <summary>The line created a template, with a new id.</summary>
    Created,

    /// <summary>A template became more general so that the line fits. Its id is the same.</summary>
    Generalised,

    /// <summary>A template became more general and took in others, whose ids are now aliases of its id.</summary>
    Merged,
}
