using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class CheckedGZipStreamTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 5_000).Select(line => $"line {line * 7919 % 5000}\n"));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void GzipOfAnyNumberOfMembersIsReadWhateverThePieces(int size)
    {
        byte[] bytes = [.. SourceLines.Gzip(Text), .. SourceLines.Gzip(""), .. SourceLines.Gzip("second\nmem"), .. SourceLines.Gzip("ber")];
        using var source = new StreamSource(new ChunkedStream(bytes, [size]));

        Assert.Equal((Text + "second\nmember").Split('\n'), SourceLines.All(source));
        Assert.Null(source.Fault);
    }

    [Fact]
    public void GzipThatIsCutShortAnywhereEndsWithTheReasonAndTheLinesBefore()
    {
        var first = SourceLines.Gzip(Text);
        byte[] bytes = [.. first, .. SourceLines.Gzip(Text)];
        var whole = Text + Text;
        int[] lengths = [.. Enumerable.Range(3, 40), first.Length / 2, .. Enumerable.Range(1, 12).Select(back => first.Length - back),
            .. Enumerable.Range(1, 25).Select(more => first.Length + more), bytes.Length - 9, bytes.Length - 8, bytes.Length - 1];
        foreach (var length in lengths)
        {
            foreach (var size in new[] { 13, 100_000 })
            {
                using var source = new StreamSource(new ChunkedStream(bytes[..length], [size]));

                var lines = string.Join('\n', SourceLines.All(source));

                Assert.StartsWith(lines, whole, StringComparison.Ordinal);
                Assert.True(length < first.Length || lines.Length >= Text.Length - 1, $"{lines.Length} characters of {length} bytes.");
                Assert.Equal("the stream failed: the gzip data is truncated", source.Fault);
            }
        }
    }

    [Fact]
    public void DamagedGzipEndsWithTheReason()
    {
        var bytes = SourceLines.Gzip(Text);
        bytes[^6] ^= 1;
        using var source = new StreamSource(new MemoryStream([.. bytes, .. SourceLines.Gzip(Text)]));

        SourceLines.All(source);

        Assert.Equal("the stream failed: the gzip data is damaged", source.Fault);
    }

    [Fact]
    public void WhatBeginsLikeGzipAndIsNotIsText()
    {
        Assert.Equal(["\u001F"], SourceLines.Of([0x1F]));
        Assert.Equal(["\u001F\uFFFD"], SourceLines.Of([0x1F, 0x8B], [1]));
        Assert.Equal(["\u001F\uFFFD\t"], SourceLines.Of([0x1F, 0x8B, 0x09], [1]));
    }
}
