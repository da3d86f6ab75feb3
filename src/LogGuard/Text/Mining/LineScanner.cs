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
        var steps = StructureText.StepsFor(line.Length);
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
                var inside = ~(ulong.MaxValue << end) >> offset << offset;
                isMarked |= (marks & inside) != 0;
                hasEquals |= (equals & inside) != 0;
                if (count == tokens.Length)
                {
                    AddRest(line, ref tokens[count - 1]);
                    return count;
                }

                count = Add(line, start, at + end, isMarked, hasEquals, mode, tokens, count, ref steps);
                start = -1;
                offset = end;
                var resume = tokens[count - 1].Start + tokens[count - 1].Length;
                if (resume > at + end)
                {
                    // The token contains blanks.
                    if (resume >= at + BlockLength)
                    {
                        at = resume - BlockLength;
                        break;
                    }

                    offset = resume - at;
                }
            }
        }

        if (start >= 0)
        {
            if (count == tokens.Length)
            {
                AddRest(line, ref tokens[count - 1]);
                return count;
            }

            count = Add(line, start, line.Length, isMarked, hasEquals, mode, tokens, count, ref steps);
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
                // Ranges: from the slash to the nine; brackets and the backslash between two of them; curly brackets; from the quote to
                // the apostrophe and the round brackets; all other scripts and the characters of custom masks; the sign of mail addresses.
                isMark = Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'/'), Vector512.Create((ushort)('9' - '/')))
                    | Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'['), Vector512.Create((ushort)(']' - '[')))
                    | Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'"'), Vector512.Create((ushort)(')' - '"')))
                    | Vector512.GreaterThanOrEqual(characters, Vector512.Create((ushort)'{'))
                    | Vector512.Equals(characters, Vector512.Create((ushort)'@'));
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
    private static int Add(ReadOnlySpan<char> line, int start, int end, bool isMarked, bool hasEquals, MaskMode mode, Span<LineToken> tokens, int count, ref int steps)
    {
        ref var token = ref tokens[count];
        token.Start = start;
        token.Length = end - start;
        if ((isMarked | hasEquals) && mode != MaskMode.None)
        {
            return AddMarked(line, hasEquals, mode, tokens, count, ref steps);
        }

        token.Hash = TokenHash.Of(line.Slice(start, end - start));
        token.KeyHash = 0;
        token.KeyLength = 0;
        token.Traits = isMarked ? TokenTraits.Variable : TokenTraits.None;
        return mode == MaskMode.All && count > 0 ? TokenFolder.AddWord(line, tokens, count) : count + 1;
    }

    private static int AddMarked(ReadOnlySpan<char> line, bool hasEquals, MaskMode mode, Span<LineToken> tokens, int count, ref int steps)
    {
        ref var token = ref tokens[count];
        token.Traits = token.Start == 0 ? TokenTraits.First : TokenTraits.None;
        if (mode == MaskMode.All && count > 0)
        {
            count = TokenFolder.DateStart(line, tokens, count);
            token = ref tokens[count];
            token.Traits |= count > 0 ? TokenFolder.RoleOf(line, tokens, count) : TokenTraits.None;
        }

        if (hasEquals || mode != MaskMode.All || (token.Traits & (TokenTraits.Value | TokenTraits.Text)) != 0 || !NumberToken.TryDescribe(line, ref token))
        {
            Describe(line[token.Start..], hasEquals, mode, ref token, ref steps);
        }

        return mode == MaskMode.All && count > 0 ? TokenFolder.AddVariable(line, tokens, count) : count + 1;
    }

    /// <summary>Computes the hash, the key, the traits and the length of a token, and finds its variables.</summary>
    /// <param name="rest">The line from the token's start.</param>
    /// <param name="hasEquals">Whether it contains an equals sign.</param>
    /// <param name="mode">The variables to find.</param>
    /// <param name="token">The token, with its length up to the next blank and what is known of it.</param>
    /// <param name="steps">The budget of the line, see <see cref="StructureText.StepsFor"/>.</param>
    public static void Describe(ReadOnlySpan<char> rest, bool hasEquals, MaskMode mode, ref LineToken token, ref int steps)
    {
        var sink = new HashSink { Text = rest, Hash = TokenHash.Seed };
        var known = token.Traits;
        var end = token.Length;
        var hasLetters = VariableScanner.Scan(rest, ref end, mode, known, ref steps, ref sink);
        token.Length = end;
        var text = rest[..end];
        token.Hash = sink.Hash;
        token.KeyLength = hasEquals ? KeyLength(text) : 0;
        token.KeyHash = token.KeyLength == 0 ? 0 : TokenHash.Of(text[..token.KeyLength]);
        token.Traits = known | (sink.VariableCount == 0
            ? mode == MaskMode.Custom && text.ContainsAnyInRange('0', '9') ? TokenTraits.Variable : TokenTraits.None
            : hasLetters ? TokenTraits.Variable
            : TokenTraits.Variable | TokenTraits.Pure);
        if (sink.VariableCount == 1 && (known & TokenTraits.Value) == 0
            && (sink.VariableLength == text.Length || (sink.VariableLength == text.Length - 1 && text[^1] is ',' or ';')))
        {
            token.Traits |= TokenTraits.Item;
        }
    }

    private static readonly ulong RestHash = TokenHash.AddVariable(TokenHash.AddVariable(TokenHash.Seed));

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
