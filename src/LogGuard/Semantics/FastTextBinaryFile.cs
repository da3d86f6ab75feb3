using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Semantics;

/// <summary>
/// A <c>.bin</c> model of fastText, versions 11 and 12: header, arguments, dictionary, and the input matrix (words + buckets, size), row
/// by row. A word's vector is the mean of its own row and those of its n-grams; a word that the dictionary lacks has its n-grams only.
/// </summary>
internal sealed class FastTextBinaryFile : FastTextFile
{
    internal const int Magic = 793712314;

    private readonly WordIndex _words;
    private readonly long _matrix;
    private readonly int _wordCount;
    private readonly int _bucketCount;
    private readonly (int Shortest, int Longest) _grams;

    private FastTextBinaryFile(
        SafeFileHandle handle, string path, int size, WordIndex words, long matrix, int wordCount, int bucketCount, (int Shortest, int Longest) grams)
        : base(handle, path, size) =>
        (_words, _matrix, _wordCount, _bucketCount, _grams) = (words, matrix, wordCount, bucketCount, grams);

    public static FastTextBinaryFile Index(SafeFileHandle handle, string path, Stream stream, CancellationToken cancellation)
    {
        var length = RandomAccess.GetLength(handle);
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            reader.ReadInt32();
            var version = reader.ReadInt32();
            Require(version is 11 or 12, $"its version is {version}, and 11 and 12 can be read");

            // size, window, epochs, least count, negatives, word n-grams, loss, model, buckets, shortest, longest, update rate; sampling
            var args = new int[12];
            for (var i = 0; i < args.Length; i++)
            {
                args[i] = reader.ReadInt32();
            }

            reader.ReadDouble();
            var (size, bucketCount, shortest, longest) = (args[0], args[8], args[9], args[10]);
            Require(size is >= 1 and <= SizeLimit, $"its vectors have {size} components, and 1 to {SizeLimit} are possible");
            Require(bucketCount >= 0 && shortest >= 0 && longest is >= 0 and <= WordLimit, "its n-grams are out of range");

            // A model without n-grams has no rows for them, whatever its number of buckets says.
            var hasGrams = longest > 0;
            var (entryCount, wordCount, labelCount) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            reader.ReadInt64();
            var prunedCount = reader.ReadInt64();
            Require(
                wordCount >= 0 && labelCount >= 0 && entryCount == (long)wordCount + labelCount && entryCount <= length,
                $"its dictionary of {entryCount} entries with {wordCount} words and {labelCount} labels contradicts itself");
            Require(prunedCount <= 0, "it is a pruned model; only models that were not quantized can be read");

            var words = new WordIndex();
            var word = new List<byte>();
            var place = 4L + 4 + args.Length * 4 + 8 + 3 * 4 + 8 + 8;
            for (var i = 0; i < entryCount; i++)
            {
                if ((i & 0xFFF) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                word.Clear();
                for (int value; (value = reader.ReadByte()) != 0; word.Add((byte)value))
                {
                    Require(word.Count < WordLimit, $"a word of its dictionary is longer than {WordLimit} bytes");
                }

                reader.ReadInt64();
                place += word.Count + 1 + 8 + 1;
                if (reader.ReadByte() == 0)
                {
                    Require(i < wordCount, "its dictionary has words behind its labels");
                    words.Add(CollectionsMarshal.AsSpan(word), i);
                }
            }

            words.Complete();
            Require(words.Count == wordCount, $"its dictionary has {words.Count} words instead of {wordCount}");
            Require(reader.ReadByte() == 0, "it is quantized; only models that were not can be read");
            var (rows, columns) = (reader.ReadInt64(), reader.ReadInt64());
            place += 1 + 8 + 8;
            var expected = (long)wordCount + (hasGrams || rows != wordCount ? bucketCount : 0);
            Require(rows == expected && columns == size, $"its matrix has {rows} rows of {columns} instead of {expected} of {size}");
            Require(rows <= (length - place) / (size * sizeof(float)), "it ends within its matrix");
            return new FastTextBinaryFile(handle, path, size, words, place, wordCount, hasGrams ? bucketCount : 0, (shortest, longest));
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException(Fault(path, "it ends within its dictionary").Message, exception);
        }

        void Require(bool isMet, string what)
        {
            if (!isMet)
            {
                throw Fault(path, what);
            }
        }
    }

    public override bool TryRead(string word, Span<float> vector)
    {
        vector.Clear();
        var count = 0;
        var row = new float[Size];
        if (_words.TryFind(word, out var number))
        {
            Add(number, vector);
        }

        var buckets = new List<int>();
        Subwords.Append(word, _grams.Shortest, _grams.Longest, _bucketCount, buckets);
        foreach (var bucket in buckets)
        {
            Add((long)_wordCount + bucket, vector);
        }

        for (var i = 0; i < vector.Length && count > 0; i++)
        {
            vector[i] /= count;
        }

        return count > 0;

        void Add(long number, Span<float> sum)
        {
            var bytes = MemoryMarshal.AsBytes(row.AsSpan());
            for (var (at, read) = (0, 0); at < bytes.Length; at += read)
            {
                read = RandomAccess.Read(Handle, bytes[at..], _matrix + number * bytes.Length + at);
                if (read == 0)
                {
                    throw Fault("it has become shorter since it was opened");
                }
            }

            for (var i = 0; i < row.Length; i++)
            {
                // A vector of a damaged file must not make all others not a number.
                sum[i] += float.IsFinite(row[i]) ? row[i] : throw Fault($"the vector in row {number} is not finite");
            }

            count++;
        }
    }
}
