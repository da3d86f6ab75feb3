namespace LogGuard.Parsing;

/// <summary>Divides the lines of a template by the text of one of its variables.</summary>
/// <param name="parameter">Index of the variable.</param>
internal sealed class TemplateSplit(int parameter)
{
    public int Parameter { get; } = parameter;

    public List<SplitPart> Parts { get; } = [];

    public Template? Find(ReadOnlySpan<char> value)
    {
        foreach (var part in Parts)
        {
            if (value.SequenceEqual(part.Value))
            {
                return part.Template;
            }
        }

        return null;
    }
}

/// <summary>Lines with this value are this template's.</summary>
internal sealed record SplitPart(string Value, Template Template);
