using System.Text;

namespace LogGuard.Parsing;

/// <summary>Converts lines to patterns, and patterns to text and parameters.</summary>
internal sealed class PatternText(MaskMode maskMode, CustomMaskSet? customMasks)
{
    // Longer tokens are cut when shown. Their hash identifies them.
    public const int MaxTokenText = 256;

    // The tokens of a shorter line are pieces of it. A longer one may consist of blanks and of tokens that are cut.
    private const int LongestSource = 2_048;

    /// <summary>The pattern of a line, which fits all lines like it.</summary>
    /// <param name="line">The line with custom masks applied.</param>
    /// <param name="tokens">Its tokens.</param>
    public PatternToken[] TokensOf(ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens)
    {
        var result = new PatternToken[tokens.Length];
        var source = line.Length <= LongestSource ? line.ToString() : null;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (IsLiteral(token) && token.Length <= MaxTokenText)
            {
                var word = source is null ? new TokenText(line.Slice(token.Start, token.Length).ToString()) : new TokenText(source, token.Start, token.Length);
                result[i] = new PatternToken(TokenKind.Literal, token.Hash, token.KeyHash, token.Traits, word, []);
                continue;
            }

            var sink = new TextSink { Line = line };
            Read(line, token, ref sink);
            var text = sink.Text.Length <= MaxTokenText ? sink.Text.ToString() : sink.Text.ToString(0, MaxTokenText);
            result[i] = new PatternToken(TokenKind.Literal, token.Hash, token.KeyHash, token.Traits, new TokenText(text), [.. sink.Types]);
        }

        return result;
    }

    /// <summary>A template's text with a marker in place of each variable.</summary>
    public static string WithMarkers(string template)
    {
        foreach (var type in Enum.GetValues<ParameterType>())
        {
            template = template.Replace(VariableReader.NameOf(type), VariableScanner.Marker.ToString(), StringComparison.Ordinal);
        }

        return template;
    }

    /// <summary>The pattern of a template given by hand.</summary>
    public PatternToken[] SeedTokensOf(ReadOnlySpan<char> text, ReadOnlySpan<LineToken> tokens)
    {
        var result = TokensOf(text, tokens);
        for (var i = 0; i < result.Length; i++)
        {
            var word = result[i].Text.Span;
            var marker = word.IndexOf(VariableScanner.Marker);
            if (marker < 0)
            {
                continue;
            }

            // If variables are not looked for, a token that contains one may be any token.
            if (word.Length == 1 || maskMode == MaskMode.None)
            {
                result[i] = PatternToken.Any;
            }
            else if (result[i].KeyHash != 0 && marker == word.IndexOf('=') + 1 && marker == word.Length - 1)
            {
                result[i] = result[i] with { Kind = TokenKind.Key, Text = new TokenText(word[..marker].ToString()), Hash = PatternToken.NoHash, Traits = TokenTraits.None };
            }
            else
            {
                Array.Fill(result[i].Types, ParameterType.Word);
            }
        }

        return result;
    }

    /// <summary>The words of a pattern, with the types of its variables.</summary>
    public string TextOf(Pattern pattern, Func<int, string?>? valueOf = null)
    {
        var text = new StringBuilder();
        var parameter = 0;
        foreach (var token in pattern.Tokens)
        {
            var type = 0;
            text.Append(text.Length > 0 ? " " : "");
            foreach (var character in token.Text.Span)
            {
                if (!VariableScanner.IsMask(character) || type >= token.Types.Length)
                {
                    text.Append(character);
                    continue;
                }

                var name = character == VariableScanner.Marker ? VariableReader.NameOf(token.Types[type]) : $"<{customMasks?.NameOf(character) ?? "*"}>";
                text.Append(valueOf?.Invoke(parameter) ?? name);
                type++;
                parameter++;
            }

            if (token.Kind != TokenKind.Literal)
            {
                text.Append(valueOf?.Invoke(parameter) ?? VariableReader.NameOf(token.Types[0]));
                parameter++;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// The words of a template's first form. A template split off another one has its value in place of the variable.
    /// </summary>
    public string TextOf(Template template)
    {
        if (template.Parent is not { Split: { } split } parent)
        {
            return TextOf(template.Patterns[0]);
        }

        var value = split.Parts.Find(part => part.Template == template)?.Value;
        return TextOf(parent.Patterns[0], index => index == split.Parameter ? value : null);
    }

    /// <summary>Reads the parameters of a line that fits a pattern.</summary>
    /// <returns>Their number, including those without room in the span.</returns>
    public int Read(Pattern pattern, ReadOnlySpan<char> content, ReadOnlySpan<char> line, ReadOnlySpan<LineToken> tokens, Span<TextParameter> parameters)
    {
        var sink = new ParameterSink { Content = content, Parameters = parameters };
        sink.Complete();
        if (pattern.PlacesInFirstForm(out var total) is { } places)
        {
            sink.Places = places;
            sink.Clear(total);
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            switch (pattern.Tokens[i].Kind)
            {
                case TokenKind.Literal:
                    if (pattern.Tokens[i].Types.Length is > 0 and var expected)
                    {
                        sink.Expect(token, expected);
                        Read(line, token, ref sink);
                        sink.Complete();
                    }

                    break;
                case TokenKind.Key:
                    sink.Whole(token.Start + token.KeyLength, token.Length - token.KeyLength);
                    break;
                default:
                    sink.Whole(token.Start, token.Length);
                    break;
            }
        }

        return sink.Count;
    }

    /// <summary>Widens the types of a pattern's variables by those of a line that fits it.</summary>
    public static void Widen(Pattern pattern, ReadOnlySpan<TextParameter> parameters)
    {
        if (pattern.PlacesInFirstForm(out _) is not null)
        {
            return;
        }

        var index = 0;
        foreach (var token in pattern.Tokens)
        {
            for (var i = 0; i < token.Types.Length && index < parameters.Length; i++, index++)
            {
                // A general token has no type, whatever the type was before.
                token.Types[i] = token.Kind == TokenKind.Literal ? VariableReader.Join(token.Types[i], parameters[index].Type) : ParameterType.Word;
            }
        }
    }

    private bool IsLiteral(in LineToken token) =>
        (token.Traits & (TokenTraits.List | TokenTraits.Rest)) == 0 && (maskMode == MaskMode.None || (token.Traits & TokenTraits.Variable) == 0);

    private void Read<TSink>(ReadOnlySpan<char> line, in LineToken token, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        sink.Begin(token.Start);
        if (IsLiteral(token))
        {
            sink.Literal(0, token.Length);
        }
        else if ((token.Traits & (TokenTraits.List | TokenTraits.Rest)) != 0)
        {
            sink.Row(token.Length, (token.Traits & TokenTraits.List) != 0);
        }
        else if ((token.Traits & TokenTraits.Glued) != 0)
        {
            sink.Literal(0, token.BeforeName);
            sink.Variable(token.BeforeName, token.Length - token.BeforeName - token.AfterName);
            sink.Literal(token.Length - token.AfterName, token.AfterName);
        }
        else
        {
            var end = token.Length;
            var steps = StructureText.StepsFor(token.Length);
            VariableScanner.Scan(line.Slice(token.Start, token.Length), ref end, maskMode, token.Traits, ref steps, ref sink);
        }
    }

    private interface ITokenSink : IVariableSink
    {
        void Begin(int start);

        void Row(int length, bool isList);
    }

    private ref struct TextSink : ITokenSink
    {
        public readonly StringBuilder Text = new();
        public readonly List<ParameterType> Types = [];
        public ReadOnlySpan<char> Line;
        private int _start;

        public TextSink()
        {
        }

        public void Begin(int start) => _start = start;

        public readonly void Literal(int start, int length) => Text.Append(Line.Slice(_start + start, length));

        public readonly void Variable(int start, int length)
        {
            var text = Line.Slice(_start + start, length);
            Text.Append(!text.IsEmpty && VariableScanner.IsMask(text[0]) ? text[0] : VariableScanner.Marker);
            Types.Add(VariableReader.ReadBare(text, 0).Type);
        }

        public readonly void Row(int length, bool isList)
        {
            Text.Append(VariableScanner.Marker);
            Types.Add(isList ? ParameterType.List : ParameterType.Word);
        }
    }

    private ref struct ParameterSink : ITokenSink
    {
        public ReadOnlySpan<char> Content;
        public Span<TextParameter> Parameters;
        public int Count;
        private int _start;
        private int _end;
        private int _limit;
        private int _next;

        /// <summary>The place of each variable among the template's, -1 for none; empty if they are in its order.</summary>
        public ReadOnlySpan<int> Places;

        /// <summary>Fills the template's places with values that are not there.</summary>
        public void Clear(int total)
        {
            Parameters[..Math.Min(total, Parameters.Length)].Fill(new TextParameter(0, 0, ParameterType.Word, double.NaN));
            Count = total;
        }

        /// <summary>Begins a token with this many variables. A line of a template's other form may have more of them, or fewer.</summary>
        public void Expect(in LineToken token, int count)
        {
            _limit = Places.IsEmpty ? Count + count : int.MaxValue;
            _end = token.Start + token.Length;
        }

        public void Complete()
        {
            while (Count < _limit && Places.IsEmpty)
            {
                Add(new TextParameter(_end, 0, ParameterType.Word, double.NaN));
            }

            _limit = int.MaxValue;
        }

        public void Begin(int start) => _start = start;

        public readonly void Literal(int start, int length)
        {
        }

        public void Variable(int start, int length) => Add(VariableReader.ReadBare(Content.Slice(_start + start, length), _start + start));

        public void Row(int length, bool isList)
        {
            double value = isList ? CountItems(Content.Slice(_start, length)) : double.NaN;
            Add(new TextParameter(_start, length, isList ? ParameterType.List : ParameterType.Word, value));
        }

        /// <summary>A general token, without the punctuation around it.</summary>
        public void Whole(int start, int length) => Add(VariableReader.ReadBare(Content.Slice(start, length), start));

        private void Add(TextParameter parameter)
        {
            if (!Places.IsEmpty)
            {
                if (_next < Places.Length && Places[_next++] is >= 0 and var place && place < Parameters.Length)
                {
                    Parameters[place] = parameter;
                }

                return;
            }

            if (Count >= _limit)
            {
                return;
            }

            if (Count < Parameters.Length)
            {
                Parameters[Count] = parameter;
            }

            Count++;
        }

        private static int CountItems(ReadOnlySpan<char> text)
        {
            var count = 0;
            var isInside = false;
            foreach (var character in text)
            {
                var isBlank = character is ' ' or (>= '\t' and <= '\r');
                count += !isBlank && !isInside ? 1 : 0;
                isInside = !isBlank;
            }

            return count;
        }
    }
}
