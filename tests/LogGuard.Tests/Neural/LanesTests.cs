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

    [Fact]
    public void MsifForward() => CheckSameBits(LstmCell.Forward<Lanes512>, LstmCell.Forward<NativeLanes>, kinds: 3);

    [Fact]
    public void MsifBackward() => CheckSameBits(LstmCell.Backward<Lanes512>, LstmCell.Backward<NativeLanes>, kinds: 3);

    private static void CheckSameBits(Cell wide, Cell native, int kinds = 1)
    {
        int[] expected = Run(wide, kinds);

        Assert.Equal(expected, Run(native, kinds));
        Assert.True(expected.Distinct().Count() > expected.Length / 2);
    }

    private static int[] Run(Cell cell, int kinds)
    {
        int states = kinds * Rows * Width;
        var random = new Random(1);
        var memory = new AlignedBuffer(20 * states);
        foreach (ref float value in memory.Span)
        {
            value = 4 * random.NextSingle() - 2;
        }

        float* place = memory.Start;
        var step = new CellStep
        {
            Rows = Rows,
            Width = Width,
            KindCount = kinds,
            Bias = place,
            Gates = place + 4 * states,
            GateStride = 4 * kinds * Width,
            HiddenBefore = place + 8 * states,
            Hidden = place + 9 * states,
            OutputGradient = place + 10 * states,
            HiddenStride = Width,
            CellBefore = place + 11 * states,
            Cell = place + 12 * states,
            CellTanh = place + 13 * states,
            HiddenGradient = place + 14 * states,
            CellGradient = place + 15 * states,
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
