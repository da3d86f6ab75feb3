using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class StreamSourceTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\nb", "a\r|b")]
    [InlineData("a\r", "a")]
    [InlineData("\n", "")]
    [InlineData("\n\n", "|")]
    [InlineData("\r\n\r\n a \r\n", "|| a ")]
    [InlineData("a\0b\n\0\n", "a\0b|")]
    [InlineData("\0\0\0\0\0a\n\0\0b\r\n", "a|b")]
    [InlineData("a\rb\r\rc", "a|b||c")]
    [InlineData("a\rb\r", "a|b")]
    [InlineData("a\r\nb\rc\n", "a|b\rc")]
    [InlineData("a\n\uFEFFb\n\uFEFF", "a|b|")]
    public void LinesEndInLineFeedWithOrWithoutReturn(string text, string lines)
    {
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            Assert.Equal(text.Length == 0 ? [] : lines.Split('|'), SourceLines.Of(SourceLines.Utf8(text), [size]));
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void AByteOrderMarkTellsTheEncodingWhateverWasGiven(string name)
    {
        // 🍊, Ċ (U+010A) and U+0A0D hold the bytes of line ends where these are none.
        const string Text = "erste Zeile äöü\r\n🍊 Ċ \u0A0D\n\nletzte";
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];

        foreach (var size in new[] { 1, 3, 1000 })
        {
            Assert.Equal(["erste Zeile äöü", "🍊 Ċ \u0A0D", "", "letzte"], SourceLines.Of(bytes, [size], Encoding.Latin1));
        }
    }

    [Fact]
    public void WithoutMarkTheGivenEncodingIsTaken()
    {
        Assert.Equal(["äß", "x"], SourceLines.Of(Encoding.Latin1.GetBytes("äß\nx"), [1], Encoding.Latin1));
        Assert.Equal(["äß", "x"], SourceLines.Of(new UnicodeEncoding(true, false).GetBytes("äß\nx"), [1], Encoding.BigEndianUnicode));
    }

    [Fact]
    public void AMarkAloneIsNoLine()
    {
        Assert.Empty(SourceLines.Of([0xEF, 0xBB, 0xBF]));
        Assert.Empty(SourceLines.Of([0xFF, 0xFE], [1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public void InvalidBytesAreReplacedCountedAndStayWithinTheirLine(int size)
    {
        // A lone continuation byte, a cut sequence before the line end, an overlong one, and a good one for comparison.
        byte[] bytes = [(byte)'a', 0x80, (byte)'\n', 0xE2, 0x82, (byte)'\n', 0xC0, 0xAF, (byte)'b', (byte)'\n', 0xE2, 0x82, 0xAC, (byte)'\n', 0xF0, 0x9F];
        using var source = new StreamSource(new ChunkedStream(bytes, [size]));

        Assert.Equal(["a\uFFFD", "\uFFFD", "\uFFFD\uFFFDb", "€", "\uFFFD"], SourceLines.All(source));
        Assert.Equal(5, source.InvalidCharacterCount);
    }

    [Fact]
    public void InvalidBytesOfOtherEncodingsAreCountedToo()
    {
        // Half a surrogate pair between a and b, and half a unit at the end.
        byte[] bytes = [0x61, 0, 0x00, 0xD8, 0x62, 0, 0x0A, 0, .. Encoding.Unicode.GetBytes("c\n"), 7];
        using var source = new StreamSource(new MemoryStream(bytes), LineEncoding.TryFor(Encoding.Unicode));

        Assert.Equal(["a\uFFFDb", "c", "\uFFFD"], SourceLines.All(source));
        Assert.Equal(2, source.InvalidCharacterCount);

        using var ascii = new StreamSource(new MemoryStream([65, 200, 10, 66]), LineEncoding.TryFor(new ASCIIEncoding()));
        Assert.Equal(["A\uFFFD", "B"], SourceLines.All(ascii));
        Assert.Equal(1, ascii.InvalidCharacterCount);
    }

    [Fact]
    public void AnEncodingThatWouldThrowDoesNot()
    {
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(false, throwOnInvalidBytes: true), new UnicodeEncoding(false, false, throwOnInvalidBytes: true) })
        {
            Assert.Contains('\uFFFD', string.Concat(SourceLines.Of([0xD8, 0xD8, 0x41, 0x41, 0x0A, 0x00], null, encoding)));
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void ALineOfTenMillionBytesIsCutAtTheLimitAndTheNextIsWhole(int size)
    {
        byte[] bytes = [.. SourceLines.Utf8("before\n"), .. SourceLines.Utf8(new string('x', 10_000_000)), .. SourceLines.Utf8("\r\nafter\n")];
        using var source = new StreamSource(new ChunkedStream(bytes, [size]));

        var lines = SourceLines.All(source);

        Assert.Equal(["before", new string('x', 65_536), "after"], lines);
        Assert.Equal(1, source.ShortenedCount);
        Assert.Equal(3, source.LineCount);
        Assert.Equal(bytes.Length, source.Next.Offset);
    }

    [Theory]
    [InlineData("1234567", 8, "1234567", 0)]
    [InlineData("12345678", 8, "12345678", 0)]
    [InlineData("12345678\r", 8, "12345678", 0)]
    [InlineData("123456789", 8, "12345678", 1)]
    [InlineData("€€€€€€€€", 8, "€€€€€€€€", 0)]
    [InlineData("€€€€€€€€€€€€€€€€€", 8, "€€€€€€€€", 1)]
    [InlineData("1234567🍊", 8, "1234567", 1)]
    [InlineData("123456🍊", 8, "123456🍊", 0)]
    public void TheLimitCountsCharactersAndCutsNoneInHalf(string line, int limit, string expected, int shortened)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.UTF32 })
        {
            using var source = new StreamSource(new ChunkedStream(encoding.GetBytes(line + "\nnext\n"), [1]), LineEncoding.TryFor(encoding), limit);
            Assert.Equal([expected, "next"], SourceLines.All(source));
            Assert.Equal(shortened, source.ShortenedCount);
        }

        using var reader = new ReaderSource(new StringReader(line + "\nnext\n"), limit);
        Assert.Equal([expected, "next"], SourceLines.All(reader));
        Assert.Equal(shortened, reader.ShortenedCount);
    }

    [Fact]
    public void MemoryStaysBoundedWhateverTheLengthOfALine()
    {
        using var source = new StreamSource(new EndlessStream(1L << 30));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var lines = SourceLines.All(source);

        Assert.Equal(65_536, Assert.Single(lines).Length);
        // One character of the limit takes four bytes of input, two of text kept aside, and the pool's rounding up.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Fact]
    public void FiveMillionBlankLinesAreRead()
    {
        var bytes = new byte[5_000_000];
        Array.Fill(bytes, (byte)'\n');
        using var source = new StreamSource(new MemoryStream(bytes));

        do
        {
            while (source.TryReadLine(out var line))
            {
                Assert.True(line.IsEmpty);
            }
        }
        while (SourceLines.Wait(source) != LineWait.Ended);

        Assert.Equal(bytes.Length, source.LineCount);
    }

    [Fact]
    public void AfterWarmingUpALineCostsNoMemory()
    {
        var bytes = SourceLines.Utf8(string.Concat(Enumerable.Range(0, 100_000).Select(line => $"2026-01-01 12:00:00 Größe {line}\r\n")));
        var stream = new MemoryStream(bytes);
        using var source = new StreamSource(stream);
        Drain();

        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            stream.Position = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            Drain();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(600_000, source.LineCount);

        // Up to where the stream has no more, but not so far that the source knows it.
        void Drain()
        {
            while (stream.Position < bytes.Length)
            {
                SourceLines.Wait(source);
                while (source.TryReadLine(out _))
                {
                }
            }
        }
    }

    [Fact]
    public void PlacesAreBytesFromTheBeginningAndLinesBefore()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. SourceLines.Utf8("äb\r\n\nc")];
        using var source = new StreamSource(new MemoryStream(bytes));
        var marks = new List<(LinePosition, LinePosition)>();
        do
        {
            while (source.TryReadLine(out _))
            {
                marks.Add((source.LineStart, source.Next));
            }
        }
        while (SourceLines.Wait(source) != LineWait.Ended);

        Assert.Equal(
            [
                (new LinePosition(0, 3, 0), new LinePosition(0, 8, 1)),
                (new LinePosition(0, 8, 1), new LinePosition(0, 9, 2)),
                (new LinePosition(0, 9, 2), new LinePosition(0, 10, 3)),
            ],
            marks);
    }

    [Fact]
    public void AStreamThatFailsEndsWithTheReasonAndWhatItGave()
    {
        using var source = new StreamSource(new ChunkedStream(SourceLines.Utf8("a\nb"), [2], new IOException("no more disk")));

        Assert.Equal(["a", "b"], SourceLines.All(source));
        Assert.Equal("the stream failed: no more disk", source.Fault);
    }

    [Fact]
    public void AReaderThatFailsEndsWithTheReason()
    {
        var reader = new StringReader("a");
        reader.Dispose();
        using var source = new ReaderSource(reader);

        Assert.Empty(SourceLines.All(source));
        Assert.StartsWith("the text reader failed: ", source.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancellationEndsTheWaitAndNothingIsLost()
    {
        using var source = new ReaderSource(new StringReader("a\nb"));
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await source.WaitForMoreAsync(cancellation.Token));

        Assert.Equal(["a", "b"], SourceLines.All(source));
    }

    [Fact]
    public void AStreamStaysOpen()
    {
        foreach (var bytes in new[] { SourceLines.Gzip("a"), SourceLines.Utf8("a") })
        {
            var stream = new MemoryStream(bytes);
            using (var source = new StreamSource(stream))
            {
                SourceLines.All(source);
            }

            Assert.Equal(bytes.Length, stream.Length);
        }
    }

    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return new(count);
        }
    }
}
