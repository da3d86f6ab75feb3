namespace LogGuard.Parsing;

/// <summary>Splits the lines of a template by the text of one of its variables.</summary>
/// <param name="parameter">Index of the variable.</param>
internal sealed class TemplateSplit(int parameter)
{
    /// <summary>Most values that split one template.</summary>
    public const int PartLimit = 1_024;

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

/// <summary>A value, and the template of the lines with it.</summary>
internal sealed record SplitPart(string Value, Template Template);
