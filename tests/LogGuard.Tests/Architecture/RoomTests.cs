using LogGuard.Tests.Support;

namespace LogGuard.Tests.Architecture;

public class RoomTests
{
    [Fact]
    public void NoRoomOfTheCoreKnowsOneThatComesLater()
    {
        var root = Path.Combine(Repository.Root, "src", "LogGuard");
        var sources = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(root, path)));

        var problems = RoomArrows.ProblemsOf(sources, CoreRooms.InOrder);

        Assert.True(sources.Count > 400);
        Assert.Empty(problems);
    }

    [Fact]
    public void AnArrowBackwardsIsToldWithBothFiles()
    {
        var problems = RoomArrows.ProblemsOf(
            new Dictionary<string, string>
            {
                ["Keys/Early.cs"] = "namespace A; class Early { int Use(Late late) => late.Count; }",
                ["Pipeline/Late.cs"] = "namespace A; class Late { public int Count; Early? _early; }",
            },
            ["Keys", "Pipeline"]);

        Assert.Equal(
            [
                "Keys/Early.cs uses Count of Pipeline/Late.cs, which comes later",
                "Keys/Early.cs uses Late of Pipeline/Late.cs, which comes later",
            ],
            problems);
    }

    [Fact]
    public void AnArrowThroughAnExtensionMethodIsToldToo()
    {
        var problems = RoomArrows.ProblemsOf(
            new Dictionary<string, string>
            {
                ["Keys/Early.cs"] = "namespace A; class Early { int Use(string text) => text.Twice(); }",
                ["Pipeline/Late.cs"] = "namespace A; static class Late { public static int Twice(this string text) => text.Length * 2; }",
            },
            ["Keys", "Pipeline"]);

        Assert.Equal(["Keys/Early.cs uses Twice of Pipeline/Late.cs, which comes later"], problems);
    }

    [Fact]
    public void AFolderThatNobodyListedIsTold()
    {
        var problems = RoomArrows.ProblemsOf(
            new Dictionary<string, string> { ["Keys/A.cs"] = "class A;", ["Attic/B.cs"] = "class B;" }, ["Keys"]);

        Assert.Equal(["the folder Attic is not listed in CoreRooms"], problems);
    }
}
