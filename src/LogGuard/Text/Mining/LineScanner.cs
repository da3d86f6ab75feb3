using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Parsing;

/// <summary>
/// Splits a line at blanks into tokens and hashes them. 64 characters at a time become bit masks of the token boundaries and
/// of the characters that variables may contain. Only tokens with such characters are examined character by character.
/// </summary>
internal static class LineScanner
{
    private const int BlockLength = 64;

    /// <summary>Scans a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="tokens">Receives the tokens. If there is too little room, the last one is the rest of the line.</param>
    /// <param name="mode">The variables to find.</param>
    /// <returns>The number of tokens.</returns>
    [SkipLocalsInit]
    public static int Scan(ReadOnlySpan<char> line, Span<LineToken> tokens, MaskMode mode)
    {
        Span<char> tail = stackalloc char[BlockLength];
        var isMasked = mode != MaskMode.None;
        var count = 0;
        var start = -1;
        var isMarked = false;
        var hasEquals = false;
        for (var at = 0; at < line.Length; at += BlockLength)
        {
            ReadOnlySpan<char> block = tail;
            if (line.Length - at >= BlockLength)
            {
                block = line.Slice(at, BlockLength);
            }
            else
            {
                tail.Fill(' ');
                line[at..].CopyTo(tail);
            }

            var blanks = Classify(block, isMasked, out var marks, out var equals);
            var offset = 0;
            while (true)
            {
                if (start < 0)
                {
                    var rest = ~blanks >> offset << offset;
                    if (rest == 0)
                    {
                        break;
                    }

                    offset = BitOperations.TrailingZeroCount(rest);
                    start = at + offset;
                    isMarked = hasEquals = false;
                }

                var ends = blanks >> offset << offset;
                if (ends == 0)
                {
                    isMarked |= marks >> offset != 0;
                    hasEquals |= equals >> offset != 0;
                    break;
                }

                var end = BitOperations.TrailingZeroCount(ends);
                var inside = ulong.MaxValue >> (BlockLength - end) >> offset << offset;
                isMarked |= (marks & inside) != 0;
                hasEquals |= (equals & inside) != 0;
                if (count == tokens.Length)
                {
                    AddRest(line, ref tokens[count - 1]);
                    return count;
                }

                count = Add(line, start, at + end, isMarked, hasEquals, mode, tokens, count);
                start = -1;
                offset = end;
            }
        }

        if (start >= 0)
        {
            if (count == tokens.Length)
            {
                AddRest(line, ref tokens[count - 1]);
                return count;
            }

            count = Add(line, start, line.Length, isMarked, hasEquals, mode, tokens, count);
        }

        return count;
    }

    // Bit masks of the blanks, and of the characters that may belong to a variable.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify(ReadOnlySpan<char> block, bool isMasked, out ulong marks, out ulong equals)
    {
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(block));
        ulong blanks = 0;
        marks = equals = 0;
        for (var half = 0; half < BlockLength; half += Vector512<ushort>.Count)
        {
            var characters = Vector512.LoadUnsafe(ref first, (nuint)half);
            var isBlank = Vector512.Equals(characters, Vector512.Create((ushort)' '))
                | Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'\t'), Vector512.Create((ushort)('\r' - '\t')));
            Vector512<ushort> isMark;
            if (isMasked)
            {
                // From the slash to the nine is one range.
                isMark = Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'/'), Vector512.Create((ushort)('9' - '/')))
                    | Vector512.Equals(characters, Vector512.Create((ushort)'\\'))
                    | Vector512.LessThanOrEqual(
                        characters - Vector512.Create((ushort)VariableScanner.FirstMask),
                        Vector512.Create((ushort)(VariableScanner.Marker - VariableScanner.FirstMask)));
                equals |= Vector512.Equals(characters, Vector512.Create((ushort)'=')).ExtractMostSignificantBits() << half;
            }
            else
            {
                // Digits decide the token's branch in the tree. Names before equals signs do not matter.
                isMark = Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'0'), Vector512.Create((ushort)9));
            }

            blanks |= isBlank.ExtractMostSignificantBits() << half;
            marks |= isMark.ExtractMostSignificantBits() << half;
        }

        return blanks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Add(ReadOnlySpan<char> line, int start, int end, bool isMarked, bool hasEquals, MaskMode mode, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        token.Start = start;
        token.Length = end - start;
        if ((isMarked | hasEquals) && mode != MaskMode.None)
        {
            return AddMarked(line, hasEquals, mode, tokens, count);
        }

        token.Hash = TokenHash.Of(line.Slice(start, end - start));
        token.KeyHash = 0;
        token.KeyLength = 0;
        token.Traits = isMarked ? TokenTraits.Variable : TokenTraits.None;
        if (mode == MaskMode.All && count > 0 && tokens[count - 1].Hash == UserHash)
        {
            token.Hash = ListHash;
            token.Traits = TokenTraits.Variable | TokenTraits.Pure | TokenTraits.Rest;
        }

        return count + 1;
    }

    private static int AddMarked(ReadOnlySpan<char> line, bool hasEquals, MaskMode mode, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        Describe(line.Slice(token.Start, token.Length), hasEquals, mode, ref token);

        if (mode != MaskMode.All || count == 0 || (token.Traits & TokenTraits.Variable) == 0)
        {
            return count + 1;
        }

        // A list of elements is one token, whatever its length, so that each length does not create a template.
        ref var last = ref tokens[count - 1];
        if ((token.Traits & last.Traits & TokenTraits.Item) != 0)
        {
            Fold(ref last, token, ListHash, TokenTraits.Item);
            return count;
        }

        if (last.Hash == token.Hash)
        {
            Fold(ref last, token, token.Hash, token.Traits);
            return count;
        }

        if ((token.Traits & TokenTraits.Item) != 0 && last.Length == 3 && DateNames.IsMonth(line.Slice(last.Start, 3)))
        {
            // "Fri Jun 17 07:07:00 2005" is one variable, also without the day of the week or the year.
            var date = count - 1;
            if (date > 0 && tokens[date - 1].Length is 3 or 4 && DateNames.IsDay(line.Slice(tokens[date - 1].Start, tokens[date - 1].Length)))
            {
                date--;
            }

            Fold(ref tokens[date], token, ListHash, TokenTraits.Item | TokenTraits.Date);
            return date + 1;
        }

        if ((token.Traits & TokenTraits.Item) != 0 && count > 1 && (tokens[count - 2].Traits & TokenTraits.Date) != 0
            && DateNames.IsZone(line.Slice(last.Start, last.Length)))
        {
            Fold(ref tokens[count - 2], token, ListHash, TokenTraits.Item | TokenTraits.Date);
            return count - 1;
        }

        return count + 1;
    }

    private static void Fold(ref LineToken row, in LineToken next, ulong hash, TokenTraits traits)
    {
        row.Length = next.Start + next.Length - row.Start;
        row.Hash = hash;
        row.Traits = (row.Traits & TokenTraits.Date) | traits | TokenTraits.Variable | TokenTraits.Pure | TokenTraits.List;
    }

    private static readonly ulong UserHash = TokenHash.Of("user");

    private static readonly ulong ListHash = TokenHash.AddVariable(TokenHash.Seed);

    private static readonly ulong RestHash = TokenHash.AddVariable(ListHash);

    // Computes a token's hash, key and traits from its text, and finds its variables.
    private static void Describe(ReadOnlySpan<char> text, bool hasEquals, MaskMode mode, ref LineToken token)
    {
        var sink = new HashSink { Text = text, Hash = TokenHash.Seed };
        var hasLetters = VariableScanner.Scan(text, mode, ref sink);
        token.Hash = sink.Hash;
        token.KeyLength = hasEquals ? KeyLength(text) : 0;
        token.KeyHash = token.KeyLength == 0 ? 0 : TokenHash.Of(text[..token.KeyLength]);
        token.Traits = sink.VariableCount == 0
            ? mode == MaskMode.Custom && text.ContainsAnyInRange('0', '9') ? TokenTraits.Variable : TokenTraits.None
            : hasLetters ? TokenTraits.Variable
            : TokenTraits.Variable | TokenTraits.Pure;
        if (sink.VariableCount == 1 && (sink.VariableLength == text.Length || (sink.VariableLength == text.Length - 1 && text[^1] is ',' or ';')))
        {
            token.Traits |= TokenTraits.Item;
        }
    }

    private static void AddRest(ReadOnlySpan<char> line, ref LineToken token)
    {
        token.Length = line.Length - token.Start;
        token.Hash = RestHash;
        token.KeyHash = 0;
        token.KeyLength = 0;
        token.Traits = TokenTraits.Variable | TokenTraits.Pure | TokenTraits.Rest;
    }

    // A name and an equals sign, including "(uid=0)".
    private static int KeyLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOf('=');
        if (length < 1)
        {
            return 0;
        }

        foreach (var character in text[..length])
        {
            if (!(char.IsAsciiLetter(character) || character is '_' or '.' or '-' or '(' or '[' or '{' or '<' or '"'))
            {
                return 0;
            }
        }

        return length + 1;
    }

    private ref struct HashSink : IVariableSink
    {
        public ReadOnlySpan<char> Text;
        public ulong Hash;
        public int VariableCount;
        public int VariableLength;

        public void Literal(int start, int length) => Hash = TokenHash.Add(Hash, Text.Slice(start, length));

        public void Variable(int start, int length)
        {
            Hash = TokenHash.AddVariable(Hash);
            VariableCount++;
            VariableLength = length;
        }
    }
}
