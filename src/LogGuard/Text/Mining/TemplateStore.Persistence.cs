namespace LogGuard.Parsing;

// Saving and loading.
internal sealed partial class TemplateStore
{
    public MinerState Save(MaskMode maskMode, bool keepsExamples) => new()
    {
        Format = MinerState.CurrentFormat,
        MaskMode = maskMode,
        CustomMasks = [.. _options.CustomMasks.Select(mask => new MinerStateMask(mask.Name, mask.Pattern))],
        MaxTokens = _options.MaxTokens,
        MaxLineLength = _options.MaxLineLength,
        TreeDepth = _options.TreeDepth,
        LastId = _lastId,
        Layer = _layer,
        Forgotten = ForgottenCount,
        Overflow = OverflowCount,
        Templates = [.. All.Select(template => Save(template, keepsExamples))],
    };

    /// <summary>Takes over a saved state; the store must be empty.</summary>
    /// <exception cref="InvalidDataException">The state contradicts itself or the settings.</exception>
    public void Load(MinerState state)
    {
        Require(state.MaxTokens == _options.MaxTokens && state.MaxLineLength == _options.MaxLineLength && state.TreeDepth == _options.TreeDepth,
            $"it was made with other bounds: {state.MaxTokens} tokens, {state.MaxLineLength} characters, depth {state.TreeDepth}");
        Require(state.CustomMasks.SequenceEqual(_options.CustomMasks.Select(mask => new MinerStateMask(mask.Name, mask.Pattern))), "it was made with other masks");
        Require(state.Templates.Length <= _options.TemplateLimit, $"it has {state.Templates.Length} templates, and {_options.TemplateLimit} is the limit");
        Require(state.LastId >= 0 && state.Layer >= 0 && state.Forgotten >= 0 && state.Overflow >= 0, "a counter is negative");
        _lastId = state.LastId;
        _layer = state.Layer;
        ForgottenCount = state.Forgotten;
        OverflowCount = state.Overflow;
        Require(Array.TrueForAll(state.Templates, IsWhole), "an entry is null");
        foreach (var saved in state.Templates)
        {
            Load(saved);
        }

        foreach (var saved in state.Templates)
        {
            LoadSplit(saved);
        }

        Require(All.All(template => template.Patterns.Count > 0 || template.Parent is not null), "a template has no pattern");
    }

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

    // Arrays of types are copied: the miner goes on changing its own.
    private static MinerStatePattern Save(Pattern pattern) => new(
        pattern.Edges,
        pattern.Layer,
        [.. pattern.Tokens.Select(token => new MinerStateToken(token.Kind, token.Hash, token.KeyHash, token.Traits, token.Text, [.. token.Types]))]);

    private void Load(MinerStateTemplate saved)
    {
        Require(saved.Count >= 0, "a counter is negative");
        Require(saved.Example.Length <= MaxExampleLength, "an example is too long");
        var template = new Template(saved.Id, saved.Example)
        {
            Name = saved.Name,
            Count = saved.Count,
            IsSettled = saved.IsSettled,
            IsFixed = saved.IsFixed,
        };
        foreach (var id in saved.Aliases.Append(saved.Id))
        {
            Require(id >= 1 && id <= _lastId && !_byId.ContainsKey(id), $"id {id} is out of range or given twice");
            _byId.Add(id, template);
        }

        _byId.Remove(saved.Id);
        foreach (var alias in saved.Aliases)
        {
            _byId.Remove(alias);
            template.Aliases.Add(alias);
        }

        Require(saved.Aliases.Distinct().Count() == saved.Aliases.Length, "an alias is given twice");
        Add(template);
        foreach (var pattern in saved.Patterns)
        {
            Load(pattern, template);
        }
    }

    private void Load(MinerStatePattern saved, Template owner)
    {
        Require(saved.Layer >= 0 && saved.Layer <= _layer, "a pattern is of no layer");
        Require(saved.Tokens.Length <= _options.MaxTokens, "a pattern has too many tokens");
        Require(saved.Edges >= 0 && saved.Edges < 1 << _options.TreeDepth, "a pattern has no place in the tree");
        var tokens = new PatternToken[saved.Tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = saved.Tokens[i];
            Require(Enum.IsDefined(token.Kind) && token.Types.All(Enum.IsDefined), "a token is of no known kind");
            var isGeneral = token.Kind switch
            {
                TokenKind.Any => token.Hash == PatternToken.AnyHash && token.KeyHash == 0,
                TokenKind.Key => token.Hash == PatternToken.NoHash && token.KeyHash != 0,
                _ => true,
            };
            Require(isGeneral, "a token has a hash that it cannot have");
            Require(token.Kind == TokenKind.Literal || token.Types.Length == 1, "a token that varies is no one variable");
            Require((saved.Edges & (1 << i)) == 0 || i >= _options.TreeDepth - 2 || token.Kind != TokenKind.Any, "a pattern has no place in the tree");
            tokens[i] = new PatternToken(token.Kind, token.Hash, token.KeyHash, token.Traits, token.Text, [.. token.Types]);
        }

        var overlapping = new List<Pattern>();
        _tree.Overlapping(tokens, overlapping);
        Require(overlapping.TrueForAll(other => other.Layer != saved.Layer), "two patterns share a line");
        var isLiteral = Array.TrueForAll(tokens, token => token.Kind == TokenKind.Literal);
        Require(!isLiteral || overlapping.TrueForAll(other => other.IsOpen), "two patterns share a line");
        var pattern = new Pattern(tokens, owner, saved.Layer) { Edges = saved.Edges };
        owner.Patterns.Add(pattern);
        _tree.Add(pattern);
    }

    private void LoadSplit(MinerStateTemplate saved)
    {
        if (saved.SplitParameter is not { } parameter)
        {
            Require(saved.Parts is null, "a template has parts and is not divided");
            return;
        }

        var template = _byId[saved.Id];
        Require(template.Patterns.Count == 1 && saved.Parts is { Length: > 0 and <= PartLimit }, "a divided template has no pattern or no parts");
        Require(parameter >= 0 && parameter < template.Patterns[0].Tokens.Sum(token => token.Types.Length), "a template is divided by no variable");
        template.Split = new TemplateSplit(parameter);
        foreach (var part in saved.Parts!)
        {
            var target = Find(part.Id);
            Require(target is not null && target != template && part.Value.Length > 0, "a part of a template is none");
            if (target!.Patterns.Count == 0)
            {
                target.Parent = template;
            }

            template.Split.Parts.Add(new SplitPart(part.Value, target));
        }
    }

    // The reader of JSON makes sure of properties, not of elements.
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
