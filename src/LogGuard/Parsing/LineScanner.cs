using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Parsing;

/// <summary>
/// Splits a line at blanks into tokens and hashes them. 64 characters at a time are turned into bits, which say where
/// tokens begin and end and which of them may hold a variable; only those are looked at character by character.
/// </summary>
internal static class LineScanner
{
    private const int BlockLength = 64;

    /// <summary>Scans a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="tokens">Receives the tokens; what finds no room is one last token.</param>
    /// <param name="mode">Which variables are looked for.</param>
    /// <returns>The number of tokens.</returns>
    [SkipLocalsInit]
    public static int Scan(ReadOnlySpan<char> line, Span<LineToken> tokens, MaskMode mode)
    {
        Span<char> tail = stackalloc char[BlockLength];
        var isMasked = mode != MaskMode.None;
        var count = 0;
        var start = -1;
        var isMarked = false;
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

            var blanks = Classify(block, isMasked, out var marks);
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
                    isMarked = false;
                }

                var ends = blanks >> offset << offset;
                if (ends == 0)
                {
                    isMarked |= marks >> offset != 0;
                    break;
                }

                var end = BitOperations.TrailingZeroCount(ends);
                isMarked |= (marks & (ulong.MaxValue >> (BlockLength - end))) >> offset != 0;
                if (count == tokens.Length)
                {
                    AddRest(line, ref tokens[count - 1]);
                    return count;
                }

                count = Add(line, start, at + end, isMarked, mode, tokens, count);
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

            count = Add(line, start, line.Length, isMarked, mode, tokens, count);
        }

        return count;
    }

    // Bits of the blanks, and of the characters that may belong to a variable.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify(ReadOnlySpan<char> block, bool isMasked, out ulong marks)
    {
        ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(block));
        ulong blanks = 0;
        marks = 0;
        for (var half = 0; half < BlockLength; half += Vector512<ushort>.Count)
        {
            var characters = Vector512.LoadUnsafe(ref first, (nuint)half);
            var isBlank = Vector512.Equals(characters, Vector512.Create((ushort)' '))
                | Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'\t'), Vector512.Create((ushort)('\r' - '\t')));
            Vector512<ushort> isMark;
            if (isMasked)
            {
                // From the slash to the nine without a gap.
                isMark = Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'/'), Vector512.Create((ushort)('9' - '/')))
                    | Vector512.Equals(characters, Vector512.Create((ushort)'='))
                    | Vector512.Equals(characters, Vector512.Create((ushort)'\\'))
                    | Vector512.LessThanOrEqual(
                        characters - Vector512.Create((ushort)VariableScanner.FirstMask),
                        Vector512.Create((ushort)(VariableScanner.Marker - VariableScanner.FirstMask)));
            }
            else
            {
                isMark = Vector512.LessThanOrEqual(characters - Vector512.Create((ushort)'0'), Vector512.Create((ushort)9));
            }

            blanks |= isBlank.ExtractMostSignificantBits() << half;
            marks |= isMark.ExtractMostSignificantBits() << half;
        }

        return blanks;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Add(ReadOnlySpan<char> line, int start, int end, bool isMarked, MaskMode mode, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        token.Start = start;
        token.Length = end - start;
        if (isMarked && mode != MaskMode.None)
        {
            return AddMarked(line.Slice(start, end - start), mode, tokens, count);
        }

        token.Hash = TokenHash.Of(line.Slice(start, end - start));
        token.KeyHash = 0;
        token.KeyLength = 0;
        token.Traits = isMarked ? TokenTraits.Variable : TokenTraits.None;
        return count + 1;
    }

    private static int AddMarked(ReadOnlySpan<char> text, MaskMode mode, Span<LineToken> tokens, int count)
    {
        ref var token = ref tokens[count];
        Describe(text, mode, ref token);

        // A row of elements is one token, however long: a list must not make a template of each length.
        if (count > 0 && (token.Traits & TokenTraits.Item) != 0 && (tokens[count - 1].Traits & TokenTraits.Item) != 0)
        {
            ref var list = ref tokens[count - 1];
            list.Length = token.Start + token.Length - list.Start;
            list.Hash = ListHash;
            list.Traits |= TokenTraits.List;
            return count;
        }

        return count + 1;
    }

    private static readonly ulong ListHash = TokenHash.AddVariable(TokenHash.Seed);

    private static readonly ulong RestHash = TokenHash.AddVariable(ListHash);

    /// <summary>Works out a token's hash, key and traits from its text, with variables looked for.</summary>
    public static void Describe(ReadOnlySpan<char> text, MaskMode mode, ref LineToken token)
    {
        var sink = new HashSink { Text = text, Hash = TokenHash.Seed };
        var hasLetters = VariableScanner.Scan(text, mode, ref sink);
        token.Hash = sink.Hash;
        token.KeyLength = KeyLength(text);
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

    // A name and an equals sign.
    private static int KeyLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOf('=');
        if (length < 1)
        {
            return 0;
        }

        foreach (var character in text[..length])
        {
            if (!(char.IsAsciiLetter(character) || character is '_' or '.' or '-'))
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
