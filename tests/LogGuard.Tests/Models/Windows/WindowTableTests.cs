using LogGuard.Models.Windows;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class WindowTableTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 256)]
    [InlineData(11, 2)]
    public void RowsAreNumberedAsInADictionary(int width, int capacity)
    {
        Properties.Hold<byte[]>(bytes =>
        {
            var table = new WindowTable(width, capacity);
            var expected = new Dictionary<string, int>();
            return Fill(table, expected, bytes.Select(value => value % 3), width) && Matches(table, expected);
        });
    }

    [Fact]
    public void ManyRowsKeepTheirNumbersWhileTheTableGrows()
    {
        var table = new WindowTable(2);
        var expected = new Dictionary<string, int>();
        var random = new Random(1);

        Assert.True(Fill(table, expected, Enumerable.Range(0, 20_000).Select(_ => random.Next(-2, 100)), 2));

        Assert.True(expected.Count > 5_000);
        Assert.True(Matches(table, expected));
    }

    [Fact]
    public void ARowThatIsNotThereIsNotFound()
    {
        var table = new WindowTable(2);
        table.GetOrAdd([1, 2], out _);

        Assert.Equal(0, table.Find([1, 2]));
        Assert.Equal(-1, table.Find([2, 1]));
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void ClearingForgetsAllRows()
    {
        var table = new WindowTable(2, capacity: 1);
        for (var i = 0; i < 100; i++)
        {
            table.GetOrAdd([i, i], out _);
        }

        table.Clear();

        Assert.Equal(0, table.Count);
        Assert.True(table.Rows.IsEmpty);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(-1, table.Find([i, i])));
        Assert.Equal(0, table.GetOrAdd([7, 7], out var added));
        Assert.True(added);
        Assert.Equal([7, 7], table.Rows.ToArray());
    }

    private static bool Fill(WindowTable table, Dictionary<string, int> expected, IEnumerable<int> symbols, int width)
    {
        foreach (var row in symbols.Chunk(width).Where(row => row.Length == width))
        {
            var text = string.Join(' ', row);
            var isNew = expected.TryAdd(text, expected.Count);
            var before = table.Find(row);
            var number = table.GetOrAdd(row, out var added);
            if (added != isNew || number != expected[text] || before != (isNew ? -1 : number))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Matches(WindowTable table, Dictionary<string, int> expected) =>
        table.Count == expected.Count
        && expected.All(entry =>
        {
            int[] row = [.. entry.Key.Split(' ').Select(int.Parse)];
            return table.Find(row) == entry.Value && table[entry.Value].SequenceEqual(row);
        });
}
