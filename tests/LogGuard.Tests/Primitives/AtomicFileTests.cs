using System.Text;
using LogGuard.Primitives;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Primitives;

public class AtomicFileTests
{
    [Fact]
    public void AFileIsReplacedAndItsFolderIsMade()
    {
        using var folder = new PipelineFolder();
        var path = Path.Combine(folder["new"], "file");

        AtomicFile.Write(path, file => file.Write("first"u8));
        AtomicFile.Write(path, file => file.Write("2"u8));

        Assert.Equal("2", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder["new"]));
    }

    [Fact]
    public void AFailureWhileWritingLeavesThePreviousContent()
    {
        using var folder = new PipelineFolder();
        AtomicFile.Write(folder["file"], file => file.Write("good"u8));

        Assert.Throws<IOException>(() => AtomicFile.Write(folder["file"], file =>
        {
            file.Write(Encoding.ASCII.GetBytes("half"));
            throw new IOException("the disk is full");
        }));

        Assert.Equal("good", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void AFileThatMayNotGrowIsAnErrorOfTheDisk()
    {
        using var folder = new PipelineFolder();

        // What .NET throws for EFBIG.
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["file"], _ => throw new ArgumentOutOfRangeException("value")));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFileThatMayNotBeReplacedIsLeftAlone()
    {
        using var folder = new PipelineFolder();
        AtomicFile.Write(folder["file"], file => file.Write("first"u8), replaces: false);

        Assert.Throws<IOException>(() => AtomicFile.Write(folder["file"], file => file.Write("second"u8), replaces: false));

        Assert.Equal("first", File.ReadAllText(folder["file"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
