namespace LogGuard.Parsing;

/// <summary>What a line did to the templates.</summary>
public enum TemplateChange
{
    /// <summary>Nothing: the line fitted a template as it was.</summary>
    None,

    /// <summary>The line made a template of its own, with a new id.</summary>
    Created,

    /// <summary>A template became more general to take in the line. Its id is what it was.</summary>
    Generalised,

    /// <summary>A template became more general and took in others, whose ids are aliases of its id from now on.</summary>
    Merged,
}
