using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>The list that the approval tests of all assemblies compare.</summary>
public class PublicApiTests
{
    [Fact]
    public void TheListShowsWhatUsersCanSee()
    {
        var lines = PublicApi.List(typeof(PublicApiTests).Assembly).Split('\n').SkipWhile(line => !line.Contains(nameof(PublicApiSample)));

        Assert.Equal(
            [
                "abstract class LogGuard.Tests.PublicApiSample : IDisposable",
                "    int Count { get; set; }",
                "    protected new(int number = 3, string text = \"a\")",
                "    static bool Try<T>(T value, out List<T> values)",
                "    void Dispose()",
            ],
            lines.TakeWhile((line, place) => place == 0 || line.StartsWith(' ')));
    }
}

/// <summary>Something for the list to show.</summary>
public abstract class PublicApiSample : IDisposable
{
    private int _hiddenField;

    protected PublicApiSample(int number = 3, string text = "a") => _hiddenField = number + text.Length;

    private protected PublicApiSample(bool hidden) => HiddenCount = hidden ? _hiddenField : 0;

    public int Count { get; protected set; }

    internal int HiddenCount { get; private set; }

    public static bool Try<T>(T value, out List<T> values)
        where T : notnull
    {
        values = [value];
        return true;
    }

    public abstract void Dispose();

    private void Hidden() => _hiddenField++;
}
