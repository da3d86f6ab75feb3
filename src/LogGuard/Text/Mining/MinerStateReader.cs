namespace LogGuard.Parsing;

/// <summary>Restores a miner's templates from a saved state.</summary>
internal sealed class MinerStateReader(TemplateTable table, TemplateMinerOptions options)
{
    /// <summary>Restores the templates; the table must be empty.</summary>
    /// <exception cref="InvalidDataException">The state contradicts itself or the settings.</exception>
    public void Load(MinerState state)
    {
        Require(state.MaxTokens == options.MaxTokens && state.MaxLineLength == options.MaxLineLength && state.TreeDepth == options.TreeDepth,
            $"it was made with other limits: {state.MaxTokens} tokens, {state.MaxLineLength} characters, depth {state.TreeDepth}");
        Require(state.CustomMasks.SequenceEqual(options.CustomMasks.Select(mask => new MinerStateMask(mask.Name, mask.Pattern))), "it was made with other masks");
        Require(state.Templates.Length <= options.TemplateLimit, $"it has {state.Templates.Length} templates, and {options.TemplateLimit} is the limit");
        Require(state.LastId >= 0 && state.Layer >= 0 && state.Forgotten >= 0 && state.Overflow >= 0, "a counter is negative");
        table.Restore(state.LastId, state.Layer, state.Forgotten, state.Overflow);
        Require(Array.TrueForAll(state.Templates, IsWhole), "an entry is null");
        foreach (var saved in state.Templates)
        {
            Load(saved);
        }

        foreach (var saved in state.Templates)
        {
            LoadSplit(saved);
        }

        Require(table.All.All(template => template.Patterns.Count > 0 || template.Parent is not null), "a template has no pattern");
    }

    private void Load(MinerStateTemplate saved)
    {
        Require(saved.Count >= 0, "a counter is negative");
        Require(saved.Example.Length <= TemplateTable.MaxExampleLength, "an example is too long");
        var template = new Template(saved.Id, saved.Example)
        {
            Name = saved.Name,
            Count = saved.Count,
            IsSettled = saved.IsSettled,
            IsFixed = saved.IsFixed,
        };
        var ids = new HashSet<int>();
        foreach (var id in saved.Aliases.Append(saved.Id))
        {
            Require(id >= 1 && id <= table.LastId && table.Find(id) is null && ids.Add(id), $"id {id} is out of range or given twice");
        }

        template.Aliases.AddRange(saved.Aliases);
        table.Add(template);
        foreach (var pattern in saved.Patterns)
        {
            Load(pattern, template);
        }
    }

    private void Load(MinerStatePattern saved, Template owner)
    {
        Require(saved.Layer >= 0 && saved.Layer <= table.Layer, "the layer of a pattern is out of range");
        Require(saved.Tokens.Length <= options.MaxTokens, "a pattern has too many tokens");
        Require(saved.Edges >= 0 && saved.Edges < 1 << options.TreeDepth, "a pattern has no place in the tree");
        var tokens = new PatternToken[saved.Tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = saved.Tokens[i];
            Require(Enum.IsDefined(token.Kind) && token.Types.All(Enum.IsDefined), "the kind of a token is unknown");
            var isGeneral = token.Kind switch
            {
                TokenKind.Any => token.Hash == PatternToken.AnyHash && token.KeyHash == 0,
                TokenKind.Key => token.Hash == PatternToken.NoHash && token.KeyHash != 0,
                _ => true,
            };
            Require(isGeneral, "the hash of a token does not fit its kind");
            Require(token.Kind == TokenKind.Literal || token.Types.Length == 1, "a general token must be one variable");
            Require((saved.Edges & (1 << i)) == 0 || i >= options.TreeDepth - 2 || token.Kind != TokenKind.Any, "a pattern has no place in the tree");
            Require((token.Traits & TokenTraits.Glued) == 0 || token.Text.Count(character => character == VariableScanner.Marker) == 1, "a token has no name");
            tokens[i] = new PatternToken(token.Kind, token.Hash, token.KeyHash, token.Traits, new TokenText(token.Text), [.. token.Types]);
        }

        var overlapping = new List<Pattern>();
        table.Tree.Overlapping(tokens, overlapping);
        Require(overlapping.TrueForAll(other => other.Layer != saved.Layer), "two patterns share a line");
        var isLiteral = Array.TrueForAll(tokens, token => token.Kind == TokenKind.Literal);
        Require(!isLiteral || overlapping.TrueForAll(other => other.IsOpen), "two patterns share a line");
        table.Add(new Pattern(tokens, owner, saved.Layer) { Edges = saved.Edges });
    }

    private void LoadSplit(MinerStateTemplate saved)
    {
        if (saved.SplitParameter is not { } parameter)
        {
            Require(saved.Parts is null, "a template has parts but is not split");
            return;
        }

        var template = table.Find(saved.Id)!;
        Require(template.Patterns.Count == 1 && saved.Parts is { Length: > 0 and <= TemplateSplit.PartLimit }, "a split template has no pattern or no parts");
        Require(parameter >= 0 && parameter < template.Patterns[0].Tokens.Sum(token => token.Types.Length), "a template is split by a variable that it does not have");
        template.Split = new TemplateSplit(parameter);
        foreach (var part in saved.Parts!)
        {
            var target = table.Find(part.Id);
            Require(target is not null && target != template && part.Value.Length > 0, "a part of a split template is missing");
            if (target!.Patterns.Count == 0)
            {
                target.Parent = template;
            }

            template.Split.Parts.Add(new SplitPart(part.Value, target));
        }
    }

    // The JSON reader refuses null in properties, not in elements.
    private static bool IsWhole(MinerStateTemplate? template) =>
        template is not null
        && Array.TrueForAll(template.Patterns, pattern => pattern is not null && Array.TrueForAll(pattern.Tokens, token => token is not null))
        && (template.Parts is null || Array.TrueForAll(template.Parts, part => part is not null));

    private static void Require(bool isMet, string fault)
    {
        if (!isMet)
        {
            throw new InvalidDataException($"The miner's state is damaged: {fault}.");
        }
    }
}
