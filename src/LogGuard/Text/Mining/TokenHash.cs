using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>
/// A 64-bit hash of tokens, four characters a step. It is saved, so it is the same on every machine and in every process. Two
/// tokens with equal hashes are taken for the same one, by chance once in 10^19.
/// </summary>
internal static class TokenHash
{
    public const ulong Seed = SplitMix64.GoldenRatio;

    // Odd numbers with mixed bits; any others would serve.
    private const ulong Factor = 0xD6E8FEB86659FD93;
    private const ulong Variable = 0xA0761D6478BD642F;
    private const int LongLength = 16;

    /// <summary>Continues a hash with a piece of text.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        var length = text.Length;
        ref var first = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text));
        if (length >= 4)
        {
            // The last step overlaps the one before, so that no step is shorter than four characters.
            nint offset = 0;
            nint last = (length - 4) * sizeof(char);
            if (length >= LongLength)
            {
                // Two independent chains of steps.
                var other = hash ^ Variable;
                for (; offset < last - 8; offset += 16)
                {
                    hash = Mix(hash ^ Read(ref first, offset));
                    other = Mix(other ^ Read(ref first, offset + 8));
                }

                hash ^= BitOperations.RotateLeft(other, 32);
            }

            for (; offset < last; offset += 8)
            {
                hash = Mix(hash ^ Read(ref first, offset));
            }

            return Mix(hash ^ Read(ref first, last) ^ ((ulong)length << 48));
        }

        var short_ = (ulong)length << 48;
        if (length > 0)
        {
            short_ ^= text[0] | ((ulong)text[length >> 1] << 16) | ((ulong)text[length - 1] << 32);
        }

        return Mix(hash ^ short_);
    }

    /// <summary>Continues a hash with a variable of any type.</summary>
    public static ulong AddVariable(ulong hash) => Mix(hash ^ Variable);

    /// <summary>Continues a hash with that of a token.</summary>
    public static ulong Combine(ulong hash, ulong token) => Mix(hash ^ token);

    public static ulong Of(ReadOnlySpan<char> text) => Add(Seed, text);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Factor, out var low);
        return high ^ low ^ (value << 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref byte first, nint offset)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, offset));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }
}
