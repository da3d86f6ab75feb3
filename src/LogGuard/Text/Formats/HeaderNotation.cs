using System.Text;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>Reads the notation of a header into its fields and the text between them, and reports all of its faults.</summary>
internal sealed class HeaderNotation
{
    // Each optional part doubles the ways in which a field may end.
    private const int MaxOptionalParts = 4;

    private readonly string _notation;
    private readonly OptionFaults _faults;
    private readonly List<string> _fields;
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private int _at;
    private int _optionalParts;

    private HeaderNotation(string notation, OptionFaults faults, IEnumerable<string> fields)
    {
        _notation = notation;
        _faults = faults;
        _fields = [.. fields];
    }

    /// <summary>All fields in order, including those of optional parts, after those of the notations before it.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>The parts of the line. Complete only if no fault was found.</summary>
    public List<Token> Tokens { get; private set; } = [];

    /// <param name="notation">The notation.</param>
    /// <param name="faults">Receives its faults.</param>
    /// <param name="before">The fields of other notations of the same format, which keep their index; null for none.</param>
    public static HeaderNotation Read(string notation, OptionFaults faults, IReadOnlyList<string>? before = null)
    {
        var read = new HeaderNotation(notation, faults, before ?? []);
        read.Tokens = read.ReadTokens(isPart: false);
        read.Check();
        return read;
    }

    private List<Token> ReadTokens(bool isPart)
    {
        var tokens = new List<Token>();
        var literal = new StringBuilder();
        while (_at < _notation.Length)
        {
            var character = _notation[_at];
            switch (character)
            {
                case '<':
                    Close(literal, tokens);
                    ReadField(tokens);
                    break;
                case '(' when isPart:
                    Fault("has an optional part within another", "optional parts cannot be nested; a literal bracket is written \\(");
                    _at++;
                    break;
                case '(':
                    Close(literal, tokens);
                    ReadPart(tokens);
                    break;
                case ')' when isPart:
                    Close(literal, tokens);
                    return tokens;
                case ')':
                    Fault("has a ) that closes nothing", "a literal bracket is written \\)");
                    _at++;
                    break;
                case '\\' when _at + 1 == _notation.Length:
                    Fault("ends in a backslash", "a backslash makes the next character literal");
                    _at++;
                    break;
                case '\\' when _notation[_at + 1] == 's':
                    // loghub's own tools write blanks in this way too.
                    _at += _notation.AsSpan(_at + 2).StartsWith("+") ? 3 : 2;
                    AddBlank(literal);
                    break;
                case '\\':
                    literal.Append(_notation[_at + 1]);
                    _at += 2;
                    break;
                case ' ' or '\t':
                    AddBlank(literal);
                    _at++;
                    break;
                default:
                    literal.Append(character);
                    _at++;
                    break;
            }
        }

        Close(literal, tokens);
        return tokens;
    }

    private void ReadField(List<Token> tokens)
    {
        var end = _notation.IndexOf('>', _at);
        if (end < 0)
        {
            Fault("has a < that no > closes", "a field is written <Name>, and a literal < is written \\<");
            _at = _notation.Length;
            return;
        }

        var name = _notation[(_at + 1)..end];
        _at = end + 1;
        if (name.Length == 0 || !name.All(character => char.IsLetterOrDigit(character) || character is '_' or '.' or '@' or '-'))
        {
            Fault($"has a field <{name}>", "a field's name consists of letters, digits and _ . @ -");
        }
        else if (!_own.Add(name))
        {
            Fault($"has <{name}> twice", "each field must have a name of its own");
        }

        var index = _fields.IndexOf(name);
        if (index < 0)
        {
            index = _fields.Count;
            _fields.Add(name);
        }

        tokens.Add(new Token(index, null, null));
    }

    private void ReadPart(List<Token> tokens)
    {
        var start = _at++;
        var part = ReadTokens(isPart: true);
        var isClosed = _at < _notation.Length;
        _at++;
        if (!isClosed || _at >= _notation.Length || _notation[_at] != '?')
        {
            Fault($"has a ( at {start} that no )? closes", "an optional part is written (…)?, and a literal bracket is written \\(");
            return;
        }

        _at++;
        _optionalParts++;
        if (part.Count == 0 || part[0].Literal is null)
        {
            Fault($"has an optional part at {start} that does not begin with text", "only its text shows that it is present");
        }

        tokens.Add(new Token(-1, null, part));
    }

    private void Check()
    {
        if (_fields.Count == 0)
        {
            Fault("has no field", "it must have at least one, such as <Content>");
        }

        if (_fields.Count > LineParts.MaxFields)
        {
            Fault($"has {_fields.Count} fields", $"it may have {LineParts.MaxFields}");
        }

        if (_optionalParts > MaxOptionalParts)
        {
            Fault($"has {_optionalParts} optional parts", $"it may have {MaxOptionalParts}");
        }

        if (Tokens.Count > 0 && Tokens[0].Part is not null)
        {
            Fault("begins with an optional part", "it must begin with a field or with text");
        }

        CheckNeighbours(Tokens);
        foreach (var token in Tokens)
        {
            CheckNeighbours(token.Part ?? []);
        }
    }

    private void CheckNeighbours(List<Token> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            var (before, after) = (tokens[i - 1], tokens[i]);
            if (before.Field >= 0 && after.Field >= 0 && !IsLetter(_fields[before.Field]))
            {
                Fault($"has <{_fields[before.Field]}> and <{_fields[after.Field]}> side by side", "text must stand between two fields, other than behind the letter of a level");
            }

            if (before.Part is not null && after.Field >= 0)
            {
                Fault($"has an optional part right before <{_fields[after.Field]}>", "text that is not optional must stand between them");
            }
        }
    }

    // klog glues the letter of the level to the time.
    private static bool IsLetter(string field) => HeaderFormat.LevelNames.Contains(field);

    private static void AddBlank(StringBuilder literal)
    {
        if (literal.Length == 0 || literal[^1] != ' ')
        {
            literal.Append(' ');
        }
    }

    private static void Close(StringBuilder literal, List<Token> tokens)
    {
        if (literal.Length > 0)
        {
            tokens.Add(new Token(-1, literal.ToString(), null));
            literal.Clear();
        }
    }

    private void Fault(string what, string rule) => _faults.Add($"The notation \"{_notation}\" {what}; {rule}.");

    /// <summary>A field, an optional part, or text in which a blank stands for one or more blanks.</summary>
    internal readonly record struct Token(int Field, string? Literal, List<Token>? Part);
}
