using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Semantics;

/// <summary>
/// A <c>.vec</c> file of fastText: a line with the number of words and of components, then a line for each word with its components.
/// Indexed in one pass that keeps no line; a line is parsed when its word is asked for. Words that it lacks have no vector.
/// </summary>
internal sealed class FastTextTextFile : FastTextFile
{
    // A component takes 32 characters at most.
    private const int ComponentLength = 32;

    private readonly WordIndex _words;

    private FastTextTextFile(SafeFileHandle handle, string path, int size, WordIndex words)
        : base(handle, path, size) => _words = words;

    public static FastTextTextFile Index(SafeFileHandle handle, string path, Stream stream, CancellationToken cancellation)
    {
        var header = new List<byte>();
        for (int value; (value = stream.ReadByte()) is not (-1 or '\n'); header.Add((byte)value))
        {
            if (header.Count == 64)
            {
                throw Fault(path, "it is neither a model of fastText nor begins with a line of two numbers");
            }
        }

        var parts = Encoding.Latin1.GetString([.. header]).Split((char[])[' ', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw Fault(path, "it is neither a model of fastText nor begins with a line of two numbers, words and components");
        }

        if (size is < 1 or > SizeLimit)
        {
            throw Fault(path, $"its vectors have {size} components, and 1 to {SizeLimit} are possible");
        }

        var words = new WordIndex();
        var place = header.Count + 1L;
        var word = new byte[WordLimit];
        for (long line = 0; ; line++)
        {
            if ((line & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var (length, lineLength, hasEnded) = (0, 0L, false);
            int value;
            while ((value = stream.ReadByte()) is not (-1 or '\n'))
            {
                lineLength++;
                hasEnded |= value == ' ' && lineLength > 1;
                if (!hasEnded)
                {
                    if (length == word.Length)
                    {
                        throw Fault(path, $"the word of line {line + 2} is longer than {WordLimit} bytes");
                    }

                    word[length++] = (byte)value;
                }
            }

            if (lineLength > 0)
            {
                words.Add(word.AsSpan(0, length), place);
            }

            place += lineLength + 1;
            if (value == -1)
            {
                break;
            }
        }

        words.Complete();
        return words.Count == count
            ? new FastTextTextFile(handle, path, size, words)
            : throw Fault(path, $"it has {words.Count} words instead of the {count} that its first line names");
    }

    public override bool TryRead(string word, Span<float> vector)
    {
        if (!_words.TryFind(word, out var place))
        {
            return false;
        }

        // No longer than a line with this word can be.
        var buffer = new byte[Encoding.UTF8.GetByteCount(word) + 1 + Size * ComponentLength];
        var filled = 0;
        for (int read; filled < buffer.Length && (read = RandomAccess.Read(Handle, buffer.AsSpan(filled), place + filled)) > 0; filled += read)
        {
        }

        ReadOnlySpan<byte> line = buffer.AsSpan(0, filled);
        line = line.IndexOf((byte)'\n') is var end and >= 0 ? line[..end] : line;
        var text = Encoding.UTF8.GetString(line);
        if (!text.StartsWith(word + " ", StringComparison.Ordinal))
        {
            // Another word with the same hash.
            return false;
        }

        var parts = text[(word.Length + 1)..].Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Size)
        {
            throw Fault($"the line of \"{word}\" has {parts.Length} components instead of {Size}");
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out vector[i]) || !float.IsFinite(vector[i]))
            {
                throw Fault($"\"{parts[i]}\" in the line of \"{word}\" is no number");
            }
        }

        return true;
    }
}
