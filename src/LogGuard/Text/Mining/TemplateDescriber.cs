namespace LogGuard.Parsing;

/// <summary>Describes templates to a user.</summary>
internal sealed class TemplateDescriber(PatternText patternText)
{
    /// <summary>A snapshot of a template.</summary>
    public MinedTemplate Describe(Template template)
    {
        var form = (template.Parent ?? template).Patterns.FirstOrDefault();
        var skipped = template.Parent?.Split?.Parameter ?? -1;
        var types = form is null ? [] : form.Tokens.SelectMany(token => token.Types).ToArray();
        return new MinedTemplate
        {
            Id = template.Id,
            Name = template.Name,
            Text = patternText.TextOf(template),
            OtherTexts = [.. template.Patterns.Where(pattern => pattern != form).Select(pattern => patternText.TextOf(pattern))],
            Count = template.Count,
            Example = template.Example,
            Parameters = [.. types.Where((_, index) => index != skipped)],
            IsSettled = template.IsSettled,
        };
    }
}
