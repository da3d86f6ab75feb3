using LogGuard.Neural;

namespace LogGuard.Tests.Neural;

/// <summary>The width of the vectors shows in no bit of what the cells give.</summary>
public unsafe class LanesTests
{
    private const int Rows = 3;
    private const int Width = 32;

    private delegate void Cell(in CellStep step);

    [Fact]
    public void LstmForward() => CheckSameBits(LstmCell.Forward<Lanes512>, LstmCell.Forward<NativeLanes>);

    [Fact]
    public void LstmBackward() => CheckSameBits(LstmCell.Backward<Lanes512>, LstmCell.Backward<NativeLanes>);

    [Fact]
    public void GruForward() => CheckSameBits(GruCell.Forward<Lanes512>, GruCell.Forward<NativeLanes>);

    [Fact]
    public void GruBackward() => CheckSameBits(GruCell.Backward<Lanes512>, GruCell.Backward<NativeLanes>);

    private static void CheckSameBits(Cell wide, Cell native)
    {
        int[] expected = Run(wide);

        Assert.Equal(expected, Run(native));
        Assert.True(expected.Distinct().Count() > expected.Length / 2);
    }

    private static int[] Run(Cell cell)
    {
        const int State = Rows * Width;
        var random = new Random(1);
        var memory = new AlignedBuffer(20 * State);
        foreach (ref float value in memory.Span)
        {
            value = 4 * random.NextSingle() - 2;
        }

        float* place = memory.Start;
        var step = new CellStep
        {
            Rows = Rows,
            Width = Width,
            Bias = place,
            Gates = place + 4 * State,
            GateStride = 4 * Width,
            HiddenBefore = place + 8 * State,
            Hidden = place + 9 * State,
            OutputGradient = place + 10 * State,
            HiddenStride = Width,
            CellBefore = place + 11 * State,
            Cell = place + 12 * State,
            CellTanh = place + 13 * State,
            HiddenGradient = place + 14 * State,
            CellGradient = place + 15 * State,
            Keep = true,
        };
        cell(step);

        var bits = new int[memory.Length];
        for (int j = 0; j < bits.Length; j++)
        {
            bits[j] = BitConverter.SingleToInt32Bits(place[j]);
        }

        GC.KeepAlive(memory);
        return bits;
    }
}
