using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class LinePropertyTests
{
    // Bytes that matter: line ends, parts of long sequences, byte order marks, NUL.
    private static readonly byte[] Alphabet = [0x0A, 0x0A, 0x0D, 0x0D, 0x00, 0x41, 0x42, 0xC3, 0xA4, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x8D, 0x8A, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xD8, 0xDC];

    [Fact]
    public void AnyBytesInAnyPiecesGiveTheLinesOfOnePiece() => Properties.Hold<byte[], byte[]>((letters, sizes) =>
    {
        byte[] bytes = [.. letters.Select(letter => Alphabet[letter % Alphabet.Length])];
        int[] pieces = [1, .. sizes.Select(size => 1 + size % 7)];
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode, Encoding.UTF32 })
        {
            foreach (var limit in new[] { 1, 5, 1000 })
            {
                var (whole, wholeCounts) = Read(bytes, [int.MaxValue], encoding, limit);
                var (parts, partCounts) = Read(bytes, pieces, encoding, limit);
                if (!whole.SequenceEqual(parts) || wholeCounts != partCounts)
                {
                    return false;
                }
            }
        }

        return true;
    });

    [Fact]
    public void AnyBytesGiveTheLinesThatDecodingThemAllAtOnceGives() => Properties.Hold<byte[]>(letters =>
    {
        // Two letters in front, lest there be a byte order mark or UTF-16.
        byte[] bytes = [0x41, 0x41, .. letters.Select(letter => Alphabet[letter % Alphabet.Length])];
        var text = Encoding.UTF8.GetString(bytes);
        var lines = text.Split(text.Contains('\n', StringComparison.Ordinal) ? '\n' : '\r').Select(line => line.TrimStart('\0')).ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return SourceLines.Of(bytes, [3]).SequenceEqual(lines.Select(line => line.EndsWith('\r') ? line[..^1] : line).Select(line => line is ['\uFEFF', ..] ? line[1..] : line), StringComparer.Ordinal);
    });

    [Fact]
    public void AnyTextGivesTheSameLinesAsBytesAndAsCharacters() => Properties.Hold<string, byte[]>((text, sizes) =>
    {
        // A lone surrogate has no bytes.
        // With an LF, as a text without one is cut at CR only within the limit.
        text = "AA" + Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")) + "\n";
        foreach (var limit in new[] { 2, 9, 1000 })
        {
            using var reader = new ReaderSource(new StringReader(text), limit);
            if (!SourceLines.All(reader).SequenceEqual(SourceLines.Of(SourceLines.Utf8(text), [1, .. sizes.Select(size => 1 + size % 5)], null, limit), StringComparer.Ordinal))
            {
                return false;
            }
        }

        return true;
    });

    private static (string[] Lines, (long Lines, long Shortened, long Invalid, long Offset)) Read(byte[] bytes, int[] pieces, Encoding encoding, int limit)
    {
        using var source = new StreamSource(new ChunkedStream(bytes, pieces), LineEncoding.TryFor(encoding), limit);
        var lines = SourceLines.All(source);
        return (lines, (source.LineCount, source.ShortenedCount, source.InvalidCharacterCount, source.Next.Offset));
    }
}
