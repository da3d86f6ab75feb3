using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public sealed class SuppressionListTests : IDisposable
{
    private static readonly long Now = TestTimeProvider.Start.UtcTicks;

    private readonly PipelineFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItOutlivesTheProcess()
    {
        var list = Open();
        Assert.True(list.Add("b", Now + 20, Now));
        Assert.True(list.Add("a", Now + 10, Now));
        Assert.True(list.Add("c", Now + 30, Now));
        Assert.True(list.Add("c", Now + 5, Now));
        Assert.True(list.Remove("b", Now));
        Assert.False(list.Remove("b", Now));

        var again = Open();

        Assert.Equal([new Suppression("c", At(5)), new Suppression("a", At(10))], again.At(Now));
        Assert.Equal((Now + 10, 0L), (again.UntilOf("a"), again.UntilOf("b")));
        Assert.Empty(_told);
        Assert.Equal([SuppressionStore.Name], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void WhatHasEndedIsNotListedAndNotKept()
    {
        var list = Open();
        list.Add("a", Now + 10, Now);

        Assert.Empty(list.At(Now + 10));
        list.Add("b", Now + 50, Now + 20);

        Assert.Equal([new Suppression("b", At(50))], Open().At(long.MinValue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{\"Fingerprint\":\"a\",")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{\"Fingerprint\":null,\"Until\":\"2026-01-01T00:00:00Z\"}]")]
    [InlineData("[{\"Fingerprint\":\"\",\"Until\":\"2026-01-01T00:00:00Z\"}]")]
    [InlineData("[{\"Fingerprint\":\"a\",\"Until\":\"tomorrow\"}]")]
    public void ABrokenFileIsToldOnceAndReplaced(string text)
    {
        File.WriteAllText(_folder[SuppressionStore.Name], text);

        var list = Open();

        Assert.Empty(list.At(long.MinValue));
        Assert.Contains("suppressions.json cannot be read", Assert.Single(_told));
        list.Add("a", Now + 10, Now);
        Assert.Single(Open().At(Now));
        Assert.Single(_told);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenToIsToldOnce()
    {
        var path = _folder["file"];
        File.WriteAllText(path, "");
        var list = new SuppressionList(new SuppressionStore(path, _told.Add));

        Assert.True(list.Add("a", Now + 10, Now));
        Assert.True(list.Add("b", Now + 10, Now));

        Assert.Equal(2, list.At(Now).Count);
        Assert.Contains("cannot be written", Assert.Single(_told));
    }

    [Fact]
    public void ItIsBounded()
    {
        var list = new SuppressionList(null);
        for (var i = 0; i < SuppressionList.Limit; i++)
        {
            Assert.True(list.Add("f" + i, Now + 10 + i, Now));
        }

        Assert.False(list.Add("one more", Now + 10, Now));
        Assert.True(list.Add("f0", Now + 20, Now));
        Assert.True(list.Add("one more", Now + 1_000, Now + 12));
    }

    private SuppressionList Open() => new(new SuppressionStore(_folder.Path, _told.Add));

    private static DateTimeOffset At(long ticks) => new(Now + ticks, TimeSpan.Zero);
}
