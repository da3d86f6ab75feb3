using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LogGuard.Parsing;

/// <summary>
/// Decodes one line at a time. Invalid bytes become U+FFFD and are counted. It never throws, whatever fallback the encoding
/// has.
/// </summary>
internal sealed class LineDecoder(LineEncoding encoding, int lineLengthLimit) : IDisposable
{
    private const int Utf8CodePage = 65001;

    private readonly bool _isUtf8 = encoding.Encoding.CodePage == Utf8CodePage;
    private readonly InvalidByteFallback _invalidBytes = new();
    private Decoder? _decoder;
    private char[] _text = [];
    private long _invalidCount;

    public LineEncoding Encoding => encoding;

    /// <summary>Number of invalid byte sequences.</summary>
    public long InvalidCount => _invalidCount + _invalidBytes.Count;

    /// <summary>Decodes a line.</summary>
    /// <param name="bytes">Its bytes, without the line end.</param>
    /// <param name="isShortened">Whether it was above the limit.</param>
    /// <returns>Its text, valid until the next call.</returns>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes, out bool isShortened) =>
        _isUtf8 ? DecodeUtf8(bytes, out isShortened) : DecodeOther(bytes, out isShortened);

    public void Dispose()
    {
        if (_text.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_text);
            _text = [];
        }
    }

    // An encoding object counts faults only with an allocation for each. This loop is as fast while there are none.
    private ReadOnlySpan<char> DecodeUtf8(ReadOnlySpan<byte> bytes, out bool isShortened)
    {
        var text = GetSpace(bytes.Length);
        var length = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(bytes, text[length..], out var read, out var written, replaceInvalidSequences: false);
            length += written;
            bytes = bytes[read..];
            if (status == OperationStatus.Done || length == text.Length || status == OperationStatus.DestinationTooSmall)
            {
                isShortened = status != OperationStatus.Done;
                return text[..length];
            }

            Rune.DecodeFromUtf8(bytes, out _, out var invalid);
            bytes = bytes[invalid..];
            text[length++] = '\uFFFD';
            _invalidCount++;
        }
    }

    private ReadOnlySpan<char> DecodeOther(ReadOnlySpan<byte> bytes, out bool isShortened)
    {
        if (bytes.IsEmpty)
        {
            isShortened = false;
            return [];
        }

        _decoder ??= MakeDecoder();
        var text = GetSpace(encoding.Encoding.GetMaxCharCount(bytes.Length));
        try
        {
            _decoder.Convert(bytes, text, flush: true, out _, out var length, out var isCompleted);
            isShortened = !isCompleted;
            return text[..length];
        }
        catch (ArgumentException)
        {
            // No character fits, or a foreign encoding reports an inconsistent result: the rest of the line is invalid.
            _invalidCount++;
            isShortened = false;
            return "\uFFFD";
        }
        finally
        {
            _decoder.Reset();
        }
    }

    private Decoder MakeDecoder()
    {
        var counting = (Encoding)encoding.Encoding.Clone();
        counting.DecoderFallback = _invalidBytes;
        return counting.GetDecoder();
    }

    private Span<char> GetSpace(int most)
    {
        var length = Math.Min(most, lineLengthLimit);
        if (_text.Length < length)
        {
            Dispose();
            _text = ArrayPool<char>.Shared.Rent(length);
        }

        return _text.AsSpan(0, length);
    }

    private sealed class InvalidByteFallback : DecoderFallback
    {
        public long Count;

        public override int MaxCharCount => 1;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new InvalidByteBuffer(this);
    }

    private sealed class InvalidByteBuffer(InvalidByteFallback owner) : DecoderFallbackBuffer
    {
        private bool _isGiven = true;

        public override int Remaining => _isGiven ? 0 : 1;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.Count++;
            _isGiven = false;
            return true;
        }

        public override char GetNextChar()
        {
            if (_isGiven)
            {
                return '\0';
            }

            _isGiven = true;
            return '\uFFFD';
        }

        public override bool MovePrevious()
        {
            if (_isGiven)
            {
                _isGiven = false;
                return true;
            }

            return false;
        }

        public override void Reset() => _isGiven = true;
    }
}
