namespace LogGuard.Parsing;

/// <summary>Makes the state that a miner is saved as.</summary>
internal static class MinerStateWriter
{
    /// <summary>The state of a miner's templates, which shares nothing with them.</summary>
    public static MinerState Save(TemplateTable table, TemplateMinerOptions options, MaskMode maskMode, bool keepsExamples) => new()
    {
        Format = MinerState.CurrentFormat,
        MaskMode = maskMode,
        CustomMasks = [.. options.CustomMasks.Select(mask => new MinerStateMask(mask.Name, mask.Pattern))],
        MaxTokens = options.MaxTokens,
        MaxLineLength = options.MaxLineLength,
        TreeDepth = options.TreeDepth,
        LastId = table.LastId,
        Layer = table.Layer,
        Forgotten = table.ForgottenCount,
        Overflow = table.OverflowCount,
        Templates = [.. table.All.Select(template => Save(template, keepsExamples))],
    };

    private static MinerStateTemplate Save(Template template, bool keepsExamples) => new()
    {
        Id = template.Id,
        Name = template.Name,
        Example = keepsExamples ? template.Example : "",
        Count = template.Count,
        IsSettled = template.IsSettled,
        IsFixed = template.IsFixed,
        Aliases = [.. template.Aliases],
        Patterns = [.. template.Patterns.Select(Save)],
        SplitParameter = template.Split?.Parameter,
        Parts = template.Split?.Parts.Select(part => new MinerStatePart(part.Value, part.Template.Id)).ToArray(),
    };

    // Copies the arrays of types: the miner keeps changing its own.
    private static MinerStatePattern Save(Pattern pattern) => new(
        pattern.Edges,
        pattern.Layer,
        [.. pattern.Tokens.Select(token => new MinerStateToken(token.Kind, token.Hash, token.KeyHash, token.Traits, token.Text.ToString(), [.. token.Types]))]);
}
