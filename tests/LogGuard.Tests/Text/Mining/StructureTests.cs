using System.Diagnostics;
using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class StructureTests
{
    [Theory]
    [InlineData("Cluster members are [ann, bob] now", "Cluster members are [eve, ann, bob, dan] now")]
    [InlineData("stations: [ann, bob]", "stations: []")]
    [InlineData("stations: [ann, bob]", "stations: [eve]")]
    [InlineData("[names: [ann, bob]]", "[names: [eve]]")]
    [InlineData("ids=[1,2,3] saved", "ids=[] saved")]
    [InlineData("items [] saved", "items [a, b] saved")]
    [InlineData("items [1, 2, 3] saved", "items [] saved")]
    [InlineData("map {} made", "map {a=5, b=6} made")]
    [InlineData("size=5 MB ok", "size=1.5 GB ok")]
    [InlineData("took=5 ms, size=5 MB", "took=17 s, size=6 KiB")]
    [InlineData("ids=1,2,3 saved", "ids=5 saved")]
    [InlineData("feature x enabled=true", "feature x enabled=false")]
    [InlineData("session of user= ended", "session of user=null ended")]
    [InlineData("[stationName: shanghai]", "[stationName: suzhou]")]
    [InlineData("[Route: 5 ,Train Type: ZhiDa]", "[Route: 6 ,Train Type: DongCheOne]")]
    [InlineData("level=info msg=\"order placed\" user=\"Bo\"", "level=info msg=\"order placed\" user=\"Ann Lee\"")]
    [InlineData("request Seat(date=2023-01-29 15:38:06, stations=[a, b]) seen", "request Seat(date=null, stations=[a, b, c, d]) seen")]
    [InlineData("map {Z1=Trip(id=5, name=x)} made", "map {D7=Trip(id=6, name=y), D8=Trip(id=7, name=z)} made")]
    [InlineData("list [Trip(id=5), Trip(id=6)] made", "list [Trip(id=5)] made")]
    [InlineData("answer 500: [{\"status\":500,\"error\":\"Internal Server Error\"}]", "answer 500: [{\"status\":404,\"path\":\"/a\"}]")]
    [InlineData("{\"msg\":\"login\",\"user\":\"ann\",\"ok\":true}", "{\"msg\":\"login\",\"user\":null,\"ok\":false}")]
    [InlineData("{\"msg\":\"roles\",\"roles\":[\"a\",\"b\"]}", "{\"msg\":\"roles\",\"roles\":[]}")]
    [InlineData("{\"time\": 5, \"msg\": \"order placed\", \"user\": \"Ann Lee\"}", "{\"time\": 6, \"msg\": \"order placed\", \"user\": \"\"}")]
    [InlineData("{\"msg\":\"request failed\",\"err\":{\"type\":\"A\",\"no\":5}}", "{\"msg\":\"request failed\",\"err\":{\"type\":\"B\"}}")]
    [InlineData("SELECT * FROM t WHERE name IN ('a', 'b')", "SELECT * FROM t WHERE name IN ('c')")]
    [InlineData("heap is 5 MB", "heap is 1.5 GB")]
    [InlineData("heap is 5 MB now", "heap is 12KB now")]
    [InlineData("SELECT * FROM t WHERE state = 'new'", "SELECT * FROM t WHERE state = 'paid'")]
    public void OtherValuesAreTheSameTemplate(string line, string other)
    {
        var miner = new TemplateMiner();

        Assert.Equal(1, miner.Learn(line).Id);
        Assert.Equal(new MiningResult(1, TemplateChange.None), miner.Learn(other));
    }

    [Theory]
    [InlineData("{\"msg\":\"login\",\"user\":\"ann\"}", "{\"msg\":\"logout\",\"user\":\"ann\"}")]
    [InlineData("{\"level\": \"INFO\", \"msg\": \"order placed\"}", "{\"level\": \"INFO\", \"msg\": \"order lost\"}")]
    [InlineData("event=login user=ann", "event=logout user=ann")]
    [InlineData("level=info msg=\"order placed\" id=5", "level=info msg=\"order closed\" id=5")]
    [InlineData("payment of 5 status=accepted", "payment of 5 status=declined")]
    [InlineData("[getRoute][RouteId: [5, 6]]", "[getRoute][RouteId: 5]")]
    [InlineData("[cancel][Success]", "[cancel][Failure]")]
    [InlineData("payment: accepted, captured", "payment: declined, refunded")]
    public void OtherWordsThatSayWhatHappenedAreNot(string line, string other)
    {
        var miner = new TemplateMiner();
        miner.Learn(line);

        Assert.Equal(2, miner.Learn(other).Id);
    }

    [Theory]
    [InlineData("{\"msg\":\"order placed\",\"user\":\"ann\",\"amount\":7.5,\"ok\":true}", "{\"msg\":\"order placed\",\"amount\":8.5,\"ok\":true}")]
    [InlineData("{\"event\":\"login\",\"user\":\"ann\",\"amount\":7.5}", "{\"event\":\"login\",\"amount\":8.5}")]
    [InlineData("{\"event\":\"login\",\"amount\":7.5}", "{\"user\":{\"name\":\"ann\"},\"event\":\"login\",\"amount\":8.5}")]
    [InlineData("{\"msg\": \"order 5 placed\", \"user\": \"ann\", \"amount\": 7.5}", "{\"msg\": \"order 6 placed\", \"amount\": 8.5}")]
    [InlineData("{\"msg\":\"order placed\",\"user\":\"ann\",\"amount\":7.5}", "{\"amount\":8.5,\"items\":[1,2],\"msg\":\"order placed\"}")]
    public void ANameThatIsAbsentIsTheSameTemplate(string line, string other)
    {
        var miner = new TemplateMiner();
        var parameters = new TextParameter[8];
        var id = miner.Learn(line).Id;
        var count = miner.ReadParameters(id, line, parameters);
        var place = Array.FindIndex(parameters, parameter => parameter.Value == 7.5);

        Assert.Equal(new MiningResult(id, TemplateChange.Generalised), miner.Learn(other));
        Assert.Equal(new MiningResult(id, TemplateChange.None), miner.Learn(other));

        // The values stay in the places of the template.
        foreach (var own in new[] { miner, Support.MinerFile.Copy(miner) })
        {
            Assert.Equal(count, own.ReadParameters(id, other, parameters));
            Assert.Equal(8.5, parameters[place].Value);
            Assert.Equal(count, own.ReadParameters(id, line, parameters));
            Assert.Equal(7.5, parameters[place].Value);
        }
    }

    [Theory]
    [InlineData("{\"type\":\"order\",\"placed\":\"ann\"}", "{\"type\":\"order\",\"cancelled\":\"ann\"}")]
    [InlineData("{\"level\":\"info\",\"login\":\"ann\"}", "{\"level\":\"info\",\"login\":\"ann\",\"logout\":\"bob\"}")]
    [InlineData("{\"msg\":\"door opened\",\"id\":5,\"by\":\"ann\"}", "{\"msg\":\"door closed\",\"id\":5}")]
    [InlineData("{\"event\":\"login\",\"result\":\"failed\",\"id\":5}", "{\"event\":\"login\",\"id\":5}")]
    public void ObjectsThatSayOtherThingsAreNot(string line, string other)
    {
        var miner = new TemplateMiner();
        miner.Learn(line);

        Assert.Equal(2, miner.Learn(other).Id);
    }

    [Fact]
    public void ASettledTemplateMayLackANameButGetsNone()
    {
        var miner = new TemplateMiner();
        miner.Learn("{\"msg\":\"order placed\",\"user\":\"ann\",\"id\":5}");
        miner.Freeze();

        Assert.Equal(1, miner.LearnNew("{\"msg\":\"order placed\",\"id\":5}").Id);
        Assert.Equal(2, miner.LearnNew("{\"msg\":\"order placed\",\"user\":\"ann\",\"id\":5,\"failure\":\"x\"}").Id);
    }

    [Fact]
    public void AListAfterAColonHasAnyLengthOnceItsWordsVary()
    {
        var miner = new TemplateMiner();
        foreach (var list in new[] { "ann", "ann, bob", "eve, bob, dan", "dan", "fay, eve, bob, ann" })
        {
            miner.Learn($"Missing required fields: {list}");
        }

        Assert.Equal("Missing required fields: <*>", Assert.Single(miner.Templates).Text);
        Assert.True(miner.TryMatch("Missing required fields: gus, hal, ida, jon, kim, lea", out _));
    }

    [Fact]
    public void AnObjectThatWasCutOffEndsWithTheLine()
    {
        var miner = new TemplateMiner();
        miner.Learn("info is: Info{tickets=[Ticket(no=1, from=a), Ticket(no=2, from=b)]");
        miner.Learn("info is: Info{tickets=[Ticket(no=1, from=a), Ticket(no=2, from=b), Tick");

        Assert.Single(miner.Templates);
    }

    [Fact]
    public void ValuesInRoundBracketsAreRead()
    {
        var miner = new TemplateMiner();
        var parameters = new TextParameter[4];
        const string Line = "took (x=0.25, y=3) of";

        Assert.Equal(2, miner.ReadParameters(miner.Learn(Line).Id, Line, parameters));
        Assert.Equal([0.25, 3], parameters[..2].Select(parameter => parameter.Value));
    }

    // Each kind of bracket, quote and separator that never ends must not make a line slower than its length.
    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("{\"a\":")]
    [InlineData(" \"a")]
    [InlineData(" 'a")]
    [InlineData("=\"a")]
    [InlineData("a=")]
    [InlineData("a=b(")]
    [InlineData("[5, {\"a\":1, ")]
    [InlineData("(a)(")]
    [InlineData("{\"msg\":[")]
    [InlineData("{\"msg\":\"x\",")]
    [InlineData("{\"msg\":\"x\"}")]
    [InlineData("用户成功")]
    [InlineData("aB1-")]
    [InlineData("aB1@")]
    [InlineData("1:")]
    [InlineData("a,")]
    [InlineData("Jan 1 ")]
    [InlineData("((((((((a b))))))))")]
    [InlineData("用\"")]
    [InlineData("12 ")]
    [InlineData("name777")]
    [InlineData("://\"a=[")]
    public void AHostileLineTakesNoLongTime(string piece)
    {
        var miner = new TemplateMiner();
        var line = string.Concat(Enumerable.Repeat(piece, 16_384 / piece.Length));
        miner.Learn(line);
        var started = Stopwatch.GetTimestamp();

        miner.Learn(line);

        // A few milliseconds; a busy machine gets a hundred times as long.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 0.5);
    }

    // Not a time, which depends on the machine: the characters that are read. Reading the inner brackets twice for each outer one
    // doubled them with each level: a line of 60 characters took seconds.
    [Theory]
    [InlineData("[", "{a=1")]
    [InlineData("[{", "id=5")]
    [InlineData("a(", "id=5")]
    [InlineData("{\"a\"[", "\"b\":1")]
    [InlineData("[", "x")]
    [InlineData("([", "5, 6")]
    public void BracketsThatDoNotCloseAreReadAFewTimesEach(string opening, string part)
    {
        for (var depth = 1; depth <= 32; depth++)
        {
            var text = string.Concat(Enumerable.Repeat(opening, depth)) + part;
            var steps = int.MaxValue;

            for (var open = 0; open < text.Length; open++)
            {
                if (text[open] is '[' or '{' or '(' && StructureText.CloseOfBracket(text, open, ref steps) is > 0 and var close)
                {
                    StructureText.IsListOrObject(text, open, close, ref steps);
                }
            }

            // Each of the brackets is looked at here; most callers stop at the first.
            Assert.InRange(int.MaxValue - steps, 0, 32 * opening.Length * depth * text.Length);
        }
    }

    [Theory]
    [InlineData("[[[a b] c")]
    [InlineData("['|a'|a'|a'|a, 'b']")]
    [InlineData("{\"a\":[1, 2], \"b\":3}")]
    public void NoBracketIsClosedWhenTheStepsAreOver(string text)
    {
        var steps = 0;

        Assert.Equal(-1, StructureText.CloseOfBracket(text, 0, ref steps));
    }

    [Theory]
    [InlineData("[{id=5", 6)]
    [InlineData("[Trip(id=5, name=x), Tr", 23)]
    [InlineData("[[[[{id=5, a", 12)]
    [InlineData("[a b", -1)]
    [InlineData("[[[[[[[[[[[[{id=5", -1)]
    public void AnObjectThatWasCutEndsWithTheLine(string text, int close)
    {
        var steps = StructureText.StepsFor(text.Length);

        Assert.Equal(close, StructureText.CloseOfBracket(text, 0, ref steps));
    }

    [Theory]
    [InlineData("a=[]:5")]
    [InlineData("at []:80 x")]
    [InlineData("a=[]:1/2%3")]
    public void AnAddressWithoutAHostIsRead(string line)
    {
        var miner = new TemplateMiner();
        var parameters = new TextParameter[4];

        var id = miner.Learn(line).Id;

        Assert.Equal(1, id);
        Assert.InRange(miner.ReadParameters(id, line, parameters), 1, 4);
    }

    // A dump of bytes is looked at once, however long it is.
    [Fact]
    public void ALongDumpOfBytesIsOneTokenWithThoseBeforeItsFirstDigit()
    {
        var buffer = new LineToken[8];
        var line = "dump ab cd ef fe " + string.Concat(Enumerable.Repeat("12 6e fa ", 1_000)) + "end";

        Assert.Equal(3, LineScanner.Scan(line, buffer, MaskMode.All));
        Assert.Equal("ab", line.Substring(buffer[1].Start, 2));
        Assert.Equal(line.Length - " end".Length, buffer[1].Start + buffer[1].Length);
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(50, 1)]
    public void WordsWithNumbersBetweenThemAreReadUpToALength(int words, int variables)
    {
        var text = string.Concat(Enumerable.Repeat("order5", words));
        var steps = StructureText.StepsFor(text.Length);
        var finder = new VariableFinder(text, text.Length, MaskMode.All, TokenTraits.None, ref steps);
        var count = 0;
        while (finder.Next())
        {
            count++;
        }

        Assert.Equal(variables, count);
    }
}
