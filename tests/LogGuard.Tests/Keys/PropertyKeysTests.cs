using LogGuard.Keys;

namespace LogGuard.Tests.Keys;

public class PropertyKeysTests
{
    private const string Command = "Executed DbCommand ({elapsed}ms) [Timeout={commandTimeout}]{newLine}{commandText}";

    private readonly LogKeyVocabulary _vocabulary = new(limit: 1_000);
    private readonly List<string> _told = [];

    [Fact]
    public void EachValueHasAKeyThatShowsIt()
    {
        var keys = Make();

        var insert = KeyOf(keys, Command, "INSERT INTO Orders");
        var select = KeyOf(keys, Command, "SELECT 1");

        Assert.NotEqual(insert, select);
        Assert.Equal(insert, KeyOf(keys, Command, new string("INSERT INTO Orders".AsSpan())));
        Assert.Equal(Command + " ‹commandText: INSERT INTO Orders›", _vocabulary.GetTemplate(insert));
        Assert.Equal(_vocabulary.GetOrAdd(Command), keys.PlainOf(insert));
        Assert.Equal(_vocabulary.GetOrAdd(Command), KeyOf(keys, Command, null));
    }

    [Fact]
    public void NamesAreFoundInAnyCaseAndInHolesOnly()
    {
        var keys = Make("COMMANDTEXT", "Action");

        Assert.Equal(["commandText"], keys.NamesIn(Command));
        Assert.Empty(keys.NamesIn("commandText {{commandText}} { commandText } \"commandText\""));
        Assert.Equal(["Action", "commandText"], keys.NamesIn("{@Action,-10:l} then {commandText:x}"));
        Assert.Equal(7, keys.KeyOf(7, "Order {Id}", []));
    }

    [Fact]
    public void SeveralPropertiesMakeAKeyTogether()
    {
        const string template = "{Action} of {Controller}";
        var keys = Make("Action", "Controller");

        Assert.Equal(4, new[] { ("a", "x"), ("a", "y"), ("b", "x"), ("b", null) }.Select(pair => KeyOf(keys, template, pair.Item1, pair.Item2)).Distinct().Count());
        Assert.EndsWith(" ‹Action: b, Controller: (none)›", _vocabulary.GetTemplate(KeyOf(keys, template, "b", null)), StringComparison.Ordinal);
    }

    [Fact]
    public void ANumberAndItsTextAreOneValue()
    {
        var keys = Make("Status");

        Assert.Equal(KeyOf(keys, "Status {Status}", 404), KeyOf(keys, "Status {Status}", "404"));
        Assert.NotEqual(KeyOf(keys, "Status {Status}", 404), KeyOf(keys, "Status {Status}", 405));
    }

    [Fact]
    public void ALongValueIsShownAsItsBeginningAndAHash()
    {
        var keys = Make();
        var sql = "SELECT a,\r\n       b\r\nFROM t\r\nWHERE " + string.Join(" OR ", Enumerable.Range(0, 500).Select(i => $"id = {i}"));

        var one = KeyOf(keys, Command, sql + " x");
        var other = KeyOf(keys, Command, sql + " y");

        Assert.NotEqual(one, other);
        Assert.Contains("‹commandText: SELECT a, b FROM t WHERE id = 0 OR", _vocabulary.GetTemplate(one), StringComparison.Ordinal);
        Assert.InRange(_vocabulary.GetTemplate(one).Length, 1, 512);
    }

    [Fact]
    public void BeyondTheLimitTheTemplateHasItsOwnKeyAndItIsSaidOnce()
    {
        var keys = Make(limit: 3);
        var known = Enumerable.Range(0, 3).Select(i => KeyOf(keys, Command, $"SELECT {i}")).ToArray();

        var further = Enumerable.Range(3, 50).Select(i => KeyOf(keys, Command, $"SELECT {i}")).Distinct();

        Assert.Equal([_vocabulary.GetOrAdd(Command)], further);
        Assert.Equal(known, Enumerable.Range(0, 3).Select(i => KeyOf(keys, Command, $"SELECT {i}")));
        Assert.Contains("more than 3 different values of commandText", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void ARestartFindsTheSameKeysAndCountsThem()
    {
        var before = Make(limit: 3);
        var expected = Enumerable.Range(0, 3).Select(i => KeyOf(before, Command, $"SELECT {i}")).ToArray();
        var restored = new LogKeyVocabulary(limit: 1_000);
        Assert.True(restored.TryRestore(_vocabulary.ToArray()));
        var after = new PropertyKeys(restored, ["commandText"], 3, (_, value) => value, _told.Add);

        int Key(string sql) => after.KeyOf(restored.GetOrAdd(Command), Command, [sql]);
        Assert.Equal(restored.GetOrAdd(Command), Key("SELECT 9"));
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(i => Key($"SELECT {i}")));
        Assert.Equal(restored.GetOrAdd(Command), Key("SELECT 8"));
        Assert.Equal(_vocabulary.Count, restored.Count);
    }

    [Fact]
    public void AValueThatMayNotBeStoredIsNot()
    {
        var keys = new PropertyKeys(_vocabulary, ["commandText", "user"], 10, (name, value) => name == "user" ? null : $"#{value.Length}", _told.Add);

        Assert.Equal(Command + " ‹commandText: #8›", _vocabulary.GetTemplate(KeyOf(keys, Command, "SELECT 1")));
        Assert.Equal("Hello {user}", _vocabulary.GetTemplate(KeyOf(keys, "Hello {user}", "bob")));
    }

    [Fact]
    public void AKnownValueCostsNoMemory()
    {
        var keys = Make("commandText", "Status");
        var key = _vocabulary.GetOrAdd(Command);
        var statusKey = _vocabulary.GetOrAdd("Status {Status}");
        object?[] text = ["SELECT 1"];
        object?[] copy = [new string("SELECT 1".AsSpan())];
        object?[] number = [404];
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                keys.KeyOf(key, Command, text);
                keys.KeyOf(key, Command, copy);
                keys.KeyOf(statusKey, "Status {Status}", number);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void ThreadsThatMeetAValueTogetherGetOneKey()
    {
        var keys = Make(limit: 200);

        var given = new int[8][];
        Parallel.For(0, given.Length, thread => given[thread] = [.. Enumerable.Range(0, 200).Select(i => KeyOf(keys, Command, $"SELECT {i}"))]);

        Assert.All(given, own => Assert.Equal(given[0], own));
        Assert.Equal(200, given[0].Distinct().Count());
    }

    private PropertyKeys Make(params string[] names) => new(_vocabulary, names.Length == 0 ? ["commandText"] : names, 256, (_, value) => value, _told.Add);

    private PropertyKeys Make(int limit) => new(_vocabulary, ["commandText"], limit, (_, value) => value, _told.Add);

    private int KeyOf(PropertyKeys keys, string template, params object?[]? values) =>
        keys.KeyOf(_vocabulary.GetOrAdd(template), template, values ?? [null]);
}
