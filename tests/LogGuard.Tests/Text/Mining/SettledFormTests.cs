using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class SettledFormTests
{
    [Theory]
    [InlineData("trip of 5 stations [a, b] via shanghai found", "trip of 5 stations [a, b] via [c, d] found")]
    [InlineData("trip 5 starts at noon on the first day", "trip 5 starts at 77 on the first day")]
    [InlineData("run of 2024-05-06 ends tomorrow with all data", "run of 2024-05-06 ends 2024-05-07 with all data")]
    [InlineData("session 5f1c2b3a-0000-4000-8000-1234567890ab is open", "session null is open")]
    [InlineData("peer 203.0.113.5 has connected", "peer 203.0.113.5, has connected")]
    public void ALineWithAnotherValueOfAKnownKindIsTheSettledTemplates(string line, string other)
    {
        var miner = new TemplateMiner();
        var id = miner.Learn(line).Id;
        var text = miner.Get(id).Text;
        miner.Freeze();

        Assert.Equal(new MiningResult(id, TemplateChange.Generalised), miner.LearnNew(other));
        Assert.Equal(new MiningResult(id, TemplateChange.None), miner.LearnNew(other));
        Assert.Equal(text, miner.Get(id).Text);
        Assert.True(Support.MinerFile.Copy(miner).TryMatch(other, out var loaded));
        Assert.Equal(id, loaded);
    }

    [Theory]
    [InlineData("payment 5 was accepted by the bank", "payment 5 was declined by the bank")]
    [InlineData("用户5登录成功", "用户5登录失败")]
    [InlineData("stations via shanghai were found here", "stations via [c, d] were found here")]
    [InlineData("order 5 placed", "order 5 7")]
    [InlineData("check 5 of the disk has status ok today", "check 5 of the disk has status 7 today")]
    [InlineData("check 5 of the disk: the result is good today", "check 5 of the disk: the result is 7 today")]
    [InlineData("order 5f1c2b3a-0000-4000-8000-1234567890ab was accepted by the bank", "order 5f1c2b3a-0000-4000-8000-1234567890ab was 7 by the bank")]
    [InlineData("run took 5 ms and ended well at last", "run took 5 ms and ended 7 at last")]
    public void AnyOtherLineIsANewTemplate(string line, string other)
    {
        var miner = new TemplateMiner();
        miner.Learn(line);
        miner.Freeze();

        Assert.Equal(new MiningResult(2, TemplateChange.Created), miner.LearnNew(other));
    }

    [Fact]
    public void ValuesOfAFormAreThoseOfTheTemplatesPlaces()
    {
        var miner = new TemplateMiner();
        miner.Learn("moved 5 files at noon in 17 seconds");
        miner.Freeze();
        const string Line = "moved 6 files at 12 in 18 seconds";
        var id = miner.LearnNew(Line).Id;
        var parameters = new TextParameter[4];

        Assert.Equal(2, miner.ReadParameters(id, Line, parameters));
        Assert.Equal([6, 18], parameters[..2].Select(parameter => parameter.Value));
    }

    [Fact]
    public void AValueThatIsMissingInAFormLeavesItsPlace()
    {
        var miner = new TemplateMiner();
        miner.Learn("session 5 of the client has 17 requests");
        miner.Freeze();
        const string Line = "session null of the client has 18 requests";
        var id = miner.LearnNew(Line).Id;
        var parameters = new TextParameter[4];

        Assert.Equal(1, id);
        Assert.Equal(2, miner.ReadParameters(id, Line, parameters));
        Assert.True(double.IsNaN(parameters[0].Value));
        Assert.Equal(18, parameters[1].Value);
    }
}
