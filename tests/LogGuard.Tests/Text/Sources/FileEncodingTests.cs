using System.Text;
using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public sealed class FileEncodingTests : IDisposable
{
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode, new UnicodeEncoding(false, false),
        new UnicodeEncoding(true, false), Encoding.UTF32, new UTF32Encoding(true, false),
    ];

    private readonly FollowedFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void EachFileHasItsOwnEncodingAfterRotationTruncationAndARestart()
    {
        foreach (var first in Encodings)
        {
            foreach (var second in Encodings)
            {
                foreach (var way in Enumerable.Range(0, 3))
                {
                    using var file = new FollowedFile();
                    Write(file.Path, first, "2026-05-06 first größer 用户\nand more\n");
                    var source = file.Open();
                    Assert.Equal(["2026-05-06 first größer 用户", "and more"], file.ReadNew(source));
                    var position = FollowedFile.Position(source);
                    if (way == 1)
                    {
                        Write(file.Path, second, "");
                        file.ReadNew(source);
                    }
                    else
                    {
                        File.Move(file.Path, file["app.log.1"]);
                    }

                    Write(file.Path, second, "2026-05-06 second 登录 ß\nlast\n");

                    Assert.Equal(["2026-05-06 second 登录 ß", "last"], file.ReadNew(way == 2 ? file.Open(position) : source));
                }
            }
        }
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 7)]
    [InlineData(true, 7)]
    public void Utf16WithoutAMarkIsRecognizedHoweverItComes(bool isBigEndian, int size)
    {
        var encoding = new UnicodeEncoding(isBigEndian, false);
        string[] lines = ["2026-05-06 07:08:09 用户登录成功", "", "上上上上上", "short"];

        Assert.Equal(lines, SourceLines.Of(encoding.GetBytes(string.Join("\r\n", lines) + "\r\n"), [size]));
    }

    [Theory]
    [InlineData("a\0b\nno more than one\n")]
    [InlineData("x\0\0y and\0z are in a line of text that is not UTF-16\n")]
    public void TextWithNulsIsNoUtf16(string text)
    {
        Assert.Equal(text.TrimEnd('\n').Split('\n'), SourceLines.Of(SourceLines.Utf8(text), [3]));
    }

    [Fact]
    public void ByteOrderMarksBetweenFilesThatWerePutTogetherAreNoText()
    {
        _file.Append("\uFEFFa\n\uFEFFb\n");

        Assert.Equal(["a", "b"], _file.ReadNew(_file.Open()));
    }

    [Fact]
    public void ACharacterThatIsCutAtTheEndOfABlockWaitsForItsRest()
    {
        var bytes = SourceLines.Utf8("größer\n");
        File.WriteAllBytes(_file.Path, bytes[..3]);
        var source = _file.Open();
        Assert.Empty(_file.ReadNew(source));
        _file.Clock.Advance(_file.Options.QuietTime);
        Assert.Empty(_file.ReadNew(source));

        File.WriteAllBytes(_file.Path, bytes);

        Assert.Equal(["größer"], _file.ReadNew(source));
        Assert.Equal(0, source.InvalidCharacterCount);
    }

    [Fact]
    public void LinesThatEndAtReturnsAreReadAfterTheQuietTime()
    {
        _file.Append("a\rb\rc\r");
        var source = _file.Open();
        Assert.Empty(_file.ReadNew(source));
        _file.Clock.Advance(_file.Options.QuietTime);

        Assert.Equal(["a", "b", "c"], _file.ReadNew(source));
        var position = FollowedFile.Position(source);
        _file.Append("d\r\ne\r");
        Assert.Equal(["d", "e"], _file.ReadNew(source));
        Assert.Equal(["d", "e"], _file.ReadNew(_file.Open(position)));
    }

    [Fact]
    public void AProgressBarIsOneLineWhereOthersEndAtLineFeeds()
    {
        _file.Append("a\n10%\r20%\r");
        var source = _file.Open();
        Assert.Equal(["a"], _file.ReadNew(source));
        _file.Clock.Advance(_file.Options.QuietTime);
        _file.ReadNew(source);

        _file.Append("30%\nb\n");

        Assert.Equal(["10%\r20%\r30%", "b"], _file.ReadNew(source));
    }

    private static void Write(string path, Encoding encoding, string text)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
        if (text.Length > 0)
        {
            file.Write([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        }
    }
}
