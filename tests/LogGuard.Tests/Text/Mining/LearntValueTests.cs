using LogGuard.Parsing;

namespace LogGuard.Tests.Parsing;

public class LearntValueTests
{
    [Theory]
    [InlineData("用户{0}登录成功", "用户{0}登录失败")]
    [InlineData("{0}已登录系统", "{0}已退出系统")]
    [InlineData("登录成功：{0}", "登录失败：{0}")]
    [InlineData("[web] 用户{0}登录成功 from 10.0.0.1", "[web] 用户{0}登录失败 from 10.0.0.1")]
    [InlineData("会員{0}様がログインしました", "会員{0}様がログアウトしました")]
    public void NamesInsideTextWithoutBlanksAreValues(string line, string opposite)
    {
        var random = new Random(5);
        var miner = new TemplateMiner();
        for (var i = 0; i < 150; i++)
        {
            miner.Learn(string.Format(null, line, ChineseName(random)));
            miner.Learn(string.Format(null, opposite, ChineseName(random)));
        }

        miner.Freeze();

        Assert.Equal(2, miner.Templates.Count(template => template.Count > 4));
        Assert.InRange(Unknown(miner, () => string.Format(null, line, ChineseName(random))), 0, 4);
        Assert.InRange(Unknown(miner, () => string.Format(null, opposite, ChineseName(random))), 0, 4);
        miner.TryMatch(string.Format(null, line, "欧阳修文"), out var one);
        miner.TryMatch(string.Format(null, opposite, "欧阳修文"), out var other);
        Assert.True(one != 0 && other != 0 && one != other);
    }

    [Fact]
    public void NumbersAndNamesGluedToTheSameTextAreOneTemplate()
    {
        var random = new Random(6);
        var miner = new TemplateMiner();
        for (var i = 0; i < 100; i++)
        {
            miner.Learn($"用户{ChineseName(random)}{i}登录成功");
        }

        miner.Freeze();

        Assert.Equal(0, Unknown(miner, () => $"用户{ChineseName(random)}{random.Next(9_999)}登录成功"));
    }

    [Fact]
    public void NamesOfManyStatementsWithoutBlanksAreFound()
    {
        string[] statements = ["用户{0}登录成功", "用户{0}登录失败", "用户{0}已退出", "管理员{0}修改了密码", "会员{0}提交了订单", "客户{0}取消了订单", "{0}已加入群聊", "{0}已离开群聊"];
        var random = new Random(15);
        var miner = new TemplateMiner();
        for (var i = 0; i < 1_200; i++)
        {
            miner.Learn(string.Format(null, statements[i % statements.Length], ChineseName(random)));
        }

        miner.Freeze();

        Assert.Equal(statements.Length, statements.Select(statement => miner.TryMatch(string.Format(null, statement, "欧阳修文"), out var id) ? id : -1).Distinct().Count());
        Assert.All(statements, statement => Assert.InRange(Unknown(miner, () => string.Format(null, statement, ChineseName(random))), 0, 4));
    }

    [Fact]
    public void StatementsWithoutBlanksStayApart()
    {
        string[] things = ["订单", "用户", "库存", "支付", "消息", "任务"];
        string[] verbs = ["已创建", "已取消", "已发货", "已完成", "处理失败", "等待审核", "正在同步", "已经关闭"];
        var miner = new TemplateMiner();
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < things.Length * verbs.Length; i++)
            {
                // One after the other for the first time, as in a program that runs.
                if (i <= round * 4)
                {
                    miner.Learn(things[i % things.Length] + verbs[i / things.Length]);
                }
            }
        }

        Assert.Equal(things.Length * verbs.Length, miner.Count);
    }

    [Theory]
    [InlineData("comment: {0}")]
    [InlineData("ann wrote: {0}")]
    [InlineData("order 5 (paid) note: {0}")]
    [InlineData("Note of the customer: {0}")]
    public void TextAfterALabelIsOneValueIfNearlyEveryLineDiffers(string line)
    {
        var random = new Random(7);
        var miner = new TemplateMiner();
        for (var i = 0; i < 200; i++)
        {
            miner.Learn(string.Format(null, line, Sentence(random)));
            miner.Learn($"order {i} placed: paid");
        }

        miner.Freeze();
        var loaded = Support.MinerFile.Copy(miner);

        Assert.Equal(2, miner.Count);
        Assert.Equal(0, Unknown(miner, () => string.Format(null, line, Sentence(random))));
        Assert.Equal(0, Unknown(loaded, () => string.Format(null, line, Sentence(random))));
        Assert.False(miner.TryMatch("remark: something else", out _));
    }

    [Fact]
    public void TheFreeTextIsTheLinesOnlyVariable()
    {
        var random = new Random(8);
        var miner = new TemplateMiner();
        for (var i = 0; i < 200; i++)
        {
            miner.Learn($"comment: {Sentence(random)}");
        }

        const string Line = "comment: all went well today";
        var parameters = new TextParameter[4];
        miner.TryMatch(Line, out var id);

        Assert.Equal("comment: <*>", miner.Get(id).Text);
        Assert.Equal(1, miner.ReadParameters(id, Line, parameters));
        Assert.Equal("all went well today", Line.Substring(parameters[0].Offset, parameters[0].Length));
    }

    [Fact]
    public void AMessageThatComesOftenKeepsItsTemplateBesideFreeText()
    {
        var random = new Random(9);
        var miner = new TemplateMiner();
        var id = miner.Learn("comment: feature switched off").Id;
        for (var i = 0; i < 200; i++)
        {
            miner.Learn($"comment: {Sentence(random)}");
            if (i < 5)
            {
                miner.Learn("comment: feature switched off");
            }
        }

        Assert.True(miner.TryMatch("comment: feature switched off", out var now));
        Assert.Equal(id, now);
        Assert.Equal(2, miner.Count);
    }

    [Fact]
    public void ALabelThatMayBeAnyFirstWordIsStillALabel()
    {
        var random = new Random(10);
        var miner = new TemplateMiner();
        for (var i = 0; i < 200; i++)
        {
            miner.Learn($"comment: {Sentence(random)}");
            miner.Learn($"{Word(random)} joined the room today");
        }

        miner.TryMatch("comment: joined", out var text);
        miner.TryMatch("comment: the room today", out var other);

        Assert.Equal("comment: <*>", miner.Get(text).Text);
        Assert.Equal(text, other);
        miner.TryMatch("someone joined the room today", out var joined);
        Assert.NotEqual(text, joined);
    }

    [Theory]
    [InlineData("mail: ")]
    [InlineData("INFO: ")]
    [InlineData("")]
    public void MessagesWithALabelThatComeAgainStayApart(string label)
    {
        var random = new Random(11);
        var messages = Enumerable.Range(0, 120).Select(_ => label + (label.Length > 0 ? Sentence(random) : Word(random))).Distinct().ToArray();
        var miner = new TemplateMiner();
        for (var i = 0; i < messages.Length; i++)
        {
            miner.Learn(messages[i]);
            miner.Learn(messages[random.Next(i + 1)]);
        }

        Assert.Equal(messages.Length, miner.Count);
    }

    [Fact]
    public void MessagesOfALevelStayApartEvenIfEachComesOnce()
    {
        var random = new Random(12);
        var miner = new TemplateMiner();
        for (var i = 0; i < 150; i++)
        {
            miner.Learn($"WARN: {Sentence(random)}");
        }

        Assert.InRange(miner.Count, 140, 150);
    }

    [Fact]
    public void LinesOfOneWordAreFreeTextIfNearlyAllDiffer()
    {
        var random = new Random(13);
        var miner = new TemplateMiner();
        for (var i = 0; i < 150; i++)
        {
            miner.Learn(Word(random));
        }

        Assert.Equal("<*>", Assert.Single(miner.Templates).Text);
        Assert.False(miner.TryMatch("two words", out _));
        Assert.False(miner.TryMatch("{\"msg\":\"started\"}", out _));
    }

    [Fact]
    public void LearntValuesCostNoMemoryForEachLine()
    {
        var random = new Random(14);
        var miner = new TemplateMiner();
        for (var i = 0; i < 200; i++)
        {
            miner.Learn($"comment: {Sentence(random)}");
            miner.Learn($"用户{ChineseName(random)}登录成功");
        }

        miner.Learn("用户欧阳修文登录成功");
        miner.Learn("comment: all went well today");
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            // The runtime allocates while it compiles a method anew.
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++)
            {
                miner.Learn("用户欧阳修文登录成功");
                miner.Learn("comment: all went well today");
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static int Unknown(TemplateMiner miner, Func<string> line) => Enumerable.Range(0, 200).Count(_ => !miner.TryMatch(line(), out var _));

    private static string ChineseName(Random random) =>
        $"{"张李王赵陈杨黄周吴徐孙马"[random.Next(12)]}{"伟芳娜敏静丽强磊军洋勇艳"[random.Next(12)]}{(random.Next(2) == 0 ? "" : "明华刚平文辉玲桂"[random.Next(8)].ToString())}";

    private static string Sentence(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(2, 9)).Select(_ => Word(random)));

    private static string Word(Random random)
    {
        string[] syllables = ["ka", "ro", "mi", "ten", "lo", "su", "bra", "vi", "nel", "do", "fa", "gri", "po", "wen", "zu"];
        return string.Concat(Enumerable.Range(0, 3).Select(_ => syllables[random.Next(syllables.Length)]));
    }
}
