namespace LogGuard.Stress.Fuzzing;

/// <summary>
/// Generates lines that no program writes: random lines, and real lines that are cut, repeated, spliced and corrupted. The same
/// seed gives the same lines.
/// </summary>
internal sealed class LineMutator(IReadOnlyList<string> real, int seed)
{
    /// <summary>The maximum length of a line. One line in ten thousand is that long; the others end at <see cref="UsualLength"/>.</summary>
    public const int MaxLength = 256 * 1024;

    private const int UsualLength = 4 * 1024;

    // Characters of headers, JSON, structured data and timestamps, and characters that text should not contain.
    private const string Special = " \t<>[]{}()\"\\:,;=-+./|#@$%*?'`~^&!_\0\n\r\v\u0085\u00A0\uD800\uDBFF\uDC00\uDFFF\uFFFE\uFEFF\u0130\u0660";

    private readonly Random _random = new(seed);
    private readonly char[] _line = new char[MaxLength];
    private int _length;

    /// <summary>Returns the next line, which is valid until the next call.</summary>
    public ReadOnlySpan<char> Next()
    {
        _length = 0;
        var choice = _random.Next(100);
        if (choice < 10)
        {
            AddRandom();
        }
        else
        {
            Add(Real());

            // One line in ten is not changed, so that valid lines are tested as well.
            for (var wounds = choice < 20 ? 0 : _random.Next(1, 5); wounds > 0; wounds--)
            {
                Mutate();
            }
        }

        if (_random.Next(10_000) == 0)
        {
            Blow();
        }

        return _line.AsSpan(0, _length);
    }

    private string Real() => real[_random.Next(real.Count)];

    private void AddRandom()
    {
        var length = _random.Next(_random.Next(3) == 0 ? 1000 : 40);
        for (var i = 0; i < length; i++)
        {
            _line[_length++] = AnyCharacter();
        }
    }

    private char AnyCharacter() => _random.Next(8) switch
    {
        0 or 1 => Special[_random.Next(Special.Length)],
        2 => (char)_random.Next(0x10000),
        3 or 4 => (char)('0' + _random.Next(10)),
        _ => (char)_random.Next(' ', '\x7F'),
    };

    private void Mutate()
    {
        var at = _random.Next(_length + 1);
        var end = Math.Min(_length, at + _random.Next(1, 30));
        switch (_random.Next(12))
        {
            case 0:
                _length = at;
                break;
            case 1:
                Remove(at, end);
                break;
            case 2:
                Remove(0, at);
                break;
            case 3:
                Repeat(at, end, _random.Next(1, 20));
                break;
            case 4:
                Flip(at);
                break;
            case 5:
                _line.AsSpan(at, end - at).Fill(AnyCharacter());
                break;
            case 6:
                Insert(at, Real().AsSpan());
                break;
            case 7:
                _length = at;
                var tail = Real();
                Add(tail.AsSpan(_random.Next(tail.Length + 1)));
                break;
            case 8:
                Insert(at, [AnyCharacter()]);
                break;
            case 9:
                Repeat(at, end, _random.Next(1, UsualLength / Math.Max(1, end - at)));
                break;
            case 10:
                Swap(at);
                break;
            default:
                Set(at, Special[_random.Next(Special.Length)]);
                break;
        }
    }

    // Repeats a part up to the maximum length: the cost must grow linearly with the length.
    private void Blow()
    {
        var filler = _random.Next(3) == 0 ? "[1]: \"" : Special[_random.Next(Special.Length)].ToString();
        while (_length < MaxLength)
        {
            Append(filler, MaxLength);
        }
    }

    private void Add(ReadOnlySpan<char> text) => Append(text, UsualLength);

    private void Append(ReadOnlySpan<char> text, int limit)
    {
        text = text[..Math.Clamp(limit - _length, 0, text.Length)];
        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }

    private void Insert(int at, ReadOnlySpan<char> text)
    {
        text = text[..Math.Clamp(UsualLength - _length, 0, text.Length)];
        _line.AsSpan(at, _length - at).CopyTo(_line.AsSpan(at + text.Length));
        text.CopyTo(_line.AsSpan(at));
        _length += text.Length;
    }

    private void Remove(int start, int end)
    {
        _line.AsSpan(end, _length - end).CopyTo(_line.AsSpan(start));
        _length -= end - start;
    }

    private void Repeat(int start, int end, int times)
    {
        var piece = _line.AsSpan(start, end - start).ToArray();
        for (var i = 0; i < times; i++)
        {
            Insert(start, piece);
        }
    }

    private void Flip(int at) => Set(at, at < _length ? (char)(_line[at] ^ (1 << _random.Next(16))) : ' ');

    private void Swap(int at)
    {
        if (at + 1 < _length)
        {
            (_line[at], _line[at + 1]) = (_line[at + 1], _line[at]);
        }
    }

    private void Set(int at, char character)
    {
        if (at < _length)
        {
            _line[at] = character;
        }
    }
}
