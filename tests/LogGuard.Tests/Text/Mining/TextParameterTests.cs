using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public class TextParameterTests
{
    [Theory]
    [InlineData("took 17 of", "17", ParameterType.Integer, 17)]
    [InlineData("took -17, of", "-17", ParameterType.Integer, -17)]
    [InlineData("took (x=0.25) of", "0.25", ParameterType.Real, 0.25)]
    [InlineData("took 12ms of", "12ms", ParameterType.Duration, 0.012)]
    [InlineData("took 00:01:27 of", "00:01:27", ParameterType.Duration, 87)]
    [InlineData("took 00:01.5 of", "00:01.5", ParameterType.Duration, 1.5)]
    [InlineData("took 5 MB of", "5 MB", ParameterType.Real, 5_242_880)]
    [InlineData("took 1.5 GB, of", "1.5 GB", ParameterType.Real, 1_610_612_736)]
    [InlineData("took (12 KiB) of", "12 KiB", ParameterType.Real, 12_288)]
    [InlineData("took (5 ms) of", "5 ms", ParameterType.Duration, 0.005)]
    [InlineData("took 5 \u00B5s of", "5 \u00B5s", ParameterType.Duration, 0.000005)]
    [InlineData("took size=5 MB, of", "5 MB", ParameterType.Real, 5_242_880)]
    [InlineData("took 0x1F of", "0x1F", ParameterType.Hex, 31)]
    [InlineData("took deadbeef01 of", "deadbeef01", ParameterType.Hex, 0xdeadbeef01)]
    [InlineData("took blk_-38865 of", "-38865", ParameterType.Integer, -38865)]
    [InlineData("took core.26918 of", "26918", ParameterType.Integer, 26918)]
    [InlineData("took /10.251.74.227:50010 of", "10.251.74.227:50010", ParameterType.Address, double.NaN)]
    [InlineData("took [fe80::1ff:fecd:467f] of", "fe80::1ff:fecd:467f", ParameterType.Address, double.NaN)]
    [InlineData("took abcdefab-2096-447d-96ea-a692162415ae of", "abcdefab-2096-447d-96ea-a692162415ae", ParameterType.Uuid, double.NaN)]
    [InlineData("took /var/log/a.log: of", "/var/log/a.log", ParameterType.Path, double.NaN)]
    [InlineData("took C:\\temp\\a.log of", "C:\\temp\\a.log", ParameterType.Path, double.NaN)]
    [InlineData("took https://example.org/x?y of", "https://example.org/x?y", ParameterType.Path, double.NaN)]
    [InlineData("took 2005-06-03-15.42.50.675872 of", "2005-06-03-15.42.50.675872", ParameterType.Timestamp, double.NaN)]
    [InlineData("took v6.1.7601.23505 of", "6.1.7601.23505", ParameterType.Identifier, double.NaN)]
    [InlineData("took 1 2 3 of", "1 2 3", ParameterType.List, 3)]
    [InlineData("took by user root of", "root", ParameterType.Word, double.NaN)]
    public void AVariableIsKnownByItsLooks(string line, string text, ParameterType type, double value)
    {
        var miner = new TemplateMiner();
        var parameters = new TextParameter[4];
        var id = miner.Learn(line).Id;

        Assert.Equal(1, miner.ReadParameters(id, line, parameters));
        Assert.Equal(text, line.Substring(parameters[0].Offset, parameters[0].Length));
        Assert.Equal(type, parameters[0].Type);
        Assert.Equal(value, parameters[0].Value, tolerance: 1e-9);
        Assert.Equal([type], miner.Get(id).Parameters);
    }

    [Theory]
    [InlineData("and/or")]
    [InlineData("facade")]
    [InlineData("a=b")]
    [InlineData("state_change.unavailable")]
    [InlineData("//")]
    [InlineData("=")]
    public void WordsAreNoVariables(string word)
    {
        var miner = new TemplateMiner();

        Assert.Equal($"took {word} of", miner.Get(miner.Learn($"took {word} of").Id).Text);
    }

    [Theory]
    [InlineData("took 2005-060-7 of", ParameterType.Identifier)]
    [InlineData("took 2005--12- of", ParameterType.Identifier)]
    [InlineData("took 20/12345/6 of", ParameterType.Identifier)]
    [InlineData("took 1:2:3:4: of", ParameterType.Address)]
    public void OddTextIsReadToo(string line, ParameterType type)
    {
        var miner = new TemplateMiner();

        Assert.Equal(type, miner.Get(miner.Learn(line).Id).Parameters[0]);
    }

    [Fact]
    public void ParametersLieInTheLineAndAreAsManyAsTheTemplateHas() => Properties.Hold<byte[][]>(bytes =>
    {
        var miner = new TemplateMiner();
        var random = new Random(bytes?.Length ?? 0);
        var parameters = new TextParameter[64];
        foreach (var line in SomeLines.From(bytes))
        {
            var text = line.ToCharArray();
            for (var i = 0; i < text.Length; i += 3)
            {
                // Characters of variables, in any order.
                text[random.Next(text.Length)] = "0123456789abcdef:.-/,=xT"[random.Next(24)];
            }

            var id = miner.Learn(text).Id;
            var count = miner.ReadParameters(id, text, parameters);
            if (count != miner.Get(id).Parameters.Count || parameters[..count].Any(parameter => parameter.Offset < 0 || parameter.Offset + parameter.Length > text.Length))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void WhatBecameGeneralIsAParameter()
    {
        var miner = new TemplateMiner();
        miner.Learn("moved owner=a.b to (host.a) at last");
        var line = "moved owner=c.d to (host.b) at last";
        var id = miner.Learn(line).Id;
        var parameters = new TextParameter[1];

        Assert.Equal("moved owner=<*> to <*> at last", miner.Get(id).Text);
        Assert.Equal(2, miner.ReadParameters(id, line, parameters));
        Assert.Equal("c.d", line.Substring(parameters[0].Offset, parameters[0].Length));
        Assert.Equal(0, miner.ReadParameters(id, "another line", parameters));
        Assert.Equal(0, miner.ReadParameters(id + 1, line, parameters));
    }

    [Fact]
    public void TypesWidenWithWhatIsSeen()
    {
        var miner = new TemplateMiner();
        miner.Learn("took 5 in all");
        miner.Learn("took 0.5 in all");

        Assert.Equal("took <real> in all", miner.Get(1).Text);
    }
}
