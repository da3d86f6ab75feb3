using System.Text.Json.Serialization.Metadata;
using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.Counts;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection.Questions;

public class CountsQuestionTests
{
    [Fact]
    public void AStateIsReadAsItWasWritten()
    {
        CountConstraint[] constraints =
            [new(1, 0, [1, 3], [5, 4], CountSides.TooFew | CountSides.Between, 9), new(2, 0, [7], [9]), new(1, 2, [-1, 0], [3, 6])];

        var counts = Read(constraints).Trained;

        Assert.Same(constraints, counts.Constraints);
        Assert.Equal((0.25, 9), (counts.UnseenShare, counts.SessionCount));
        Assert.Equal(3, counts.LargestCounts[1]);
    }

    public static TheoryData<string, int[]?, int[]?> Malformed => new()
    {
        { "nothing allowed", [], [] },
        { "no numbers of sessions", [1], null },
        { "too few numbers of sessions", [1, 2], [5] },
        { "a value twice", [2, 2], [5, 5] },
        { "values out of order", [3, 1], [5, 5] },
        { "a value of no session", [3, 4], [5, 0] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void AMalformedConstraintIsRefused(string fault, int[]? allowed, int[]? sessions)
    {
        Assert.NotEmpty(fault);
        var thrown = Assert.Throws<InvalidDataException>(() => Read([new(2, 0, [1], [9]), new(1, 0, allowed!, sessions!)]));

        Assert.Equal("one of its constraints is none", thrown.Message);
    }

    [Fact]
    public void AConstraintThatIsNullIsRefused() => Assert.Throws<InvalidDataException>(() => Read([null!]));

    [Fact]
    public void TwoConstraintsOnTheSameKeysAreRefused()
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Read([new(1, 2, [1], [9]), new(1, 2, [2], [9])]));

        Assert.Equal("its constraints repeat themselves", thrown.Message);
    }

    private static CountsQuestion Read(CountConstraint[] constraints) => CountsQuestion.Read(new StateReader(
        new CountsState { ValueLimit = 8, SessionCount = 9, Constraints = constraints, LargestCounts = new() { [1] = 3, [2] = 7 }, UnseenShare = 0.25 }));

    private sealed class StateReader(object state) : IQuestionReader
    {
        public SymbolMap Symbols => throw new NotSupportedException();

        public int SessionCount => throw new NotSupportedException();

        public long EventCount => throw new NotSupportedException();

        public int KeyCount => throw new NotSupportedException();

        public INeuralEngine Engine => throw new NotSupportedException();

        public bool HasState => true;

        public T ReadState<T>(JsonTypeInfo<T> type) => (T)state;

        public bool TryReadFile(string name, out byte[] content) => throw new NotSupportedException();
    }
}
