namespace LogGuard.Extensions.Logging.States;

/// <summary>What is known of the states of one type with one template.</summary>
internal sealed class TemplateEntry(string template, StateShape shape, string[] names, int sessionIndex)
{
    public readonly string Template = template;
    public readonly StateShape Shape = shape;

    /// <summary>Names of the values, in the state's order.</summary>
    public readonly string[] Names = names;

    /// <summary>Where in it the session property is; −1 where it is not.</summary>
    public readonly int SessionIndex = sessionIndex;

    /// <summary>Whether its events may come without a line: texts without holes are told apart by theirs.</summary>
    public readonly bool HasHoles = template.Contains('{');

    /// <summary>The key of the template, once it has one; 0 until then. A key is for life.</summary>
    public int Key;
}
