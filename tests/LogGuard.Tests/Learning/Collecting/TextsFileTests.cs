using System.Text;
using LogGuard.Learning.Collecting;
using LogGuard.Models.Values;
using LogGuard.Primitives;

namespace LogGuard.Tests.Learning;

public class TextsFileTests
{
    [Fact]
    public void TheTextsComeBack()
    {
        var saved = Series(1, 3);
        var read = Series(0, 3);

        TextsFile.Read(Bytes(saved), read);

        Assert.Equal(["State", "Code"], read[0].Texts.Names);
        Assert.Equal(saved[0].Texts.Sets[0].Evidence.Values.ToArray(), read[0].Texts.Sets[0].Evidence.Values.ToArray());
        Assert.Equal((40, 39), (read[0].Texts.Sets[0].Count, saved[0].Texts.Sets[0].State.Evidence.LinesSinceNew));
        Assert.Empty(read[1].Texts.Names);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("[{")]
    [InlineData("""[{"Key":1,"Names":["State"],"Sets":[]}]""")]
    [InlineData("""[{"Key":1,"Names":["State"],"Sets":[null]}]""")]
    [InlineData("""[{"Key":1,"Names":[""],"Sets":[{"Evidence":{"Values":[]}}]}]""")]
    [InlineData("""[{"Key":1,"Names":["State"],"Sets":[{"Evidence":{"Values":[1,1]},"Count":2}]}]""")]
    [InlineData("""[{"Key":9,"Names":["State"],"Sets":[{"Evidence":{"Values":[]}}]}]""")]
    public void MalformedTextsAreRefused(string json) =>
        Assert.Throws<InvalidDataException>(() => TextsFile.Read(Encoding.UTF8.GetBytes(json), Series(0, 3)));

    [Fact]
    public void SoundOnesAreNot() => TextsFile.Read("""[{"Key":1,"Names":["State"],"Sets":[{"Evidence":{"Values":[1]},"Count":2,"CameAgain":1}]}]"""u8.ToArray(), Series(0, 3));

    private static byte[] Bytes(ParameterValueSeries[] series)
    {
        using var stream = new MemoryStream();
        TextsFile.Write(stream, series);
        return stream.ToArray();
    }

    private static ParameterValueSeries[] Series(int withTexts, int count) =>
    [
        .. Enumerable.Range(1, count).Select(key =>
        {
            var series = new ParameterValueSeries(key, [], limit: 100);
            if (key <= withTexts)
            {
                series.Texts = new TextSeries(["State", "Code"]);
                for (var i = 0; i < 40; i++)
                {
                    series.Texts.Add([TextMark.Of("OK"), TextMark.Of($"{i}")], new Occasion(i));
                }
            }

            return series;
        }),
    ];
}
