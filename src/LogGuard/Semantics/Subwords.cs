using System.Text;

namespace LogGuard.Semantics;

/// <summary>
/// The character n-grams of a word as fastText counts and hashes them: of the word between <c>&lt;</c> and <c>&gt;</c>, over the
/// characters of its UTF-8 text, without single boundary marks.
/// </summary>
internal static class Subwords
{
    /// <summary>Appends the bucket of each n-gram.</summary>
    /// <param name="word">The word without boundary marks.</param>
    /// <param name="shortest">Fewest characters of an n-gram.</param>
    /// <param name="longest">Most characters of an n-gram.</param>
    /// <param name="bucketCount">Number of buckets; with 0 nothing is appended.</param>
    /// <param name="buckets">Receives the buckets, each 0..<paramref name="bucketCount"/> - 1.</param>
    public static void Append(string word, int shortest, int longest, int bucketCount, List<int> buckets)
    {
        if (bucketCount == 0)
        {
            return;
        }

        var text = Encoding.UTF8.GetBytes($"<{word}>");
        for (var i = 0; i < text.Length; i++)
        {
            if (IsContinuation(text[i]))
            {
                continue;
            }

            for (int end = i, length = 1; end < text.Length && length <= longest; length++)
            {
                end++;
                while (end < text.Length && IsContinuation(text[end]))
                {
                    end++;
                }

                if (length >= shortest && !(length == 1 && (i == 0 || end == text.Length)))
                {
                    buckets.Add((int)(Hash(text.AsSpan(i, end - i)) % (uint)bucketCount));
                }
            }
        }
    }

    // FNV-1a. fastText takes the bytes as signed, which only differs beyond ASCII; its published vectors depend on it.
    internal static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261u;
        foreach (var value in text)
        {
            hash = (hash ^ (uint)(sbyte)value) * 16777619;
        }

        return hash;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
