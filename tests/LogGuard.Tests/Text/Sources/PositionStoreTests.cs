using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public sealed class PositionStoreTests : IDisposable
{
    private static readonly TextPosition Somewhere = new() { Offset = 1_234_567_890_123, LineNumber = 42, HeadLength = 256, HeadHash = ulong.MaxValue - 5 };

    private readonly TemporaryFolder _folder = new();
    private readonly TestTimeProvider _clock = new();
    private readonly List<string> _reports = [];
    private readonly PositionStore _store;

    public PositionStoreTests() => _store = new PositionStore(FilePath, TimeSpan.FromSeconds(5), _clock, _reports.Add);

    private string FilePath => Path.Combine(_folder, "state", "app.position");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsSavedIsLoadedAndNothingElseIsLeftBehind()
    {
        _store.Save(Somewhere);
        _store.Save(Somewhere with { LineNumber = 43 });

        Assert.Equal(Somewhere with { LineNumber = 43 }, _store.Load());
        Assert.Equal(FilePath, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(FilePath)!)));
        Assert.Empty(_reports);
    }

    [Fact]
    public void WhereNothingIsSavedNothingIsLoadedAndNothingTold()
    {
        Assert.Null(_store.Load());
        Assert.Empty(_reports);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"Offset\":1}")]
    [InlineData("{\"Offset\":-1,\"LineNumber\":0,\"HeadLength\":0,\"HeadHash\":0}")]
    [InlineData("{\"Offset\":1,\"LineNumber\":-1,\"HeadLength\":0,\"HeadHash\":0}")]
    [InlineData("{\"Offset\":1,\"LineNumber\":0,\"HeadLength\":257,\"HeadHash\":0}")]
    [InlineData("{\"Offset\":1,\"LineNumber\":0,\"HeadLength\":0,\"HeadHash\":0,\"CheckLength\":257}")]
    [InlineData("{\"Offset\":1,\"LineNumber\":0,\"HeadLength\":0,\"HeadHash\":0,\"CheckOffset\":-1}")]
    [InlineData("{\"Offset\":1e99,\"LineNumber\":0,\"HeadLength\":0,\"HeadHash\":0}")]
    [InlineData("\0\0\0\0")]
    public void AFileThatIsNoPositionIsLikeNoneAndToldOnce(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);

        Assert.Null(_store.Load());
        Assert.StartsWith($"{FilePath} is not a saved position", Assert.Single(_reports), StringComparison.Ordinal);
        _store.Save(Somewhere);
        Assert.Equal(Somewhere, _store.Load());
    }

    [Fact]
    public void AHugeFileIsNotLoaded()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        using (var file = File.Create(FilePath))
        {
            file.SetLength(1L << 32);
        }

        Assert.Null(_store.Load());
        Assert.Single(_reports);
    }

    [Fact]
    public void APositionThatCannotBeSavedIsToldOnceUntilItCan()
    {
        Directory.CreateDirectory(FilePath);

        _store.Save(Somewhere);
        _store.Save(Somewhere with { LineNumber = 43 });
        Assert.Single(_reports);
        Directory.Delete(FilePath);
        _store.Save(Somewhere);
        Assert.Equal(Somewhere, _store.Load());
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);
        _store.Save(Somewhere with { LineNumber = 44 });

        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void ItIsDueOnceInAnInterval()
    {
        Assert.False(_store.IsDue);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_store.IsDue);
        _store.Save(Somewhere);
        Assert.False(_store.IsDue);
    }

    [Fact]
    public void NoPositionIsNotSaved()
    {
        _store.Save(null);

        Assert.False(File.Exists(FilePath));
    }
}
