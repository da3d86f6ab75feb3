using LogGuard.Primitives;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Primitives;

public sealed class RegularFileTests
{
    [Fact]
    public void AFileIsReadUpToItsLimit()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllText(path, "hello");

        Assert.Equal("hello"u8, RegularFile.Read(path, 5));
        Assert.Throws<InvalidDataException>(() => RegularFile.Read(path, 4));
        Assert.Throws<FileNotFoundException>(() => RegularFile.Read(path + "x", 5));
        Assert.Throws<UnauthorizedAccessException>(() => RegularFile.Read(folder.Path, 5));
    }

    [Fact]
    public void ASparseFileIsRefusedBeforeMemoryIsTaken()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "sparse");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 40);
        }

        Assert.Throws<InvalidDataException>(() => RegularFile.Read(path, long.MaxValue));
    }

    [Fact]
    public void APipeIsRefusedAtOnceAndADeviceHasNoContent()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var path = Pipes.Make(folder.Path);

        Assert.Throws<InvalidDataException>(() => RegularFile.Read(path, 100));
        Assert.Empty(RegularFile.Read("/dev/zero", 100));
    }
}
