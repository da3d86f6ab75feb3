using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>Every tile runs everywhere: where the processor lacks its vectors, .NET computes them in software.</summary>
public unsafe class MatrixProductTests
{
    private delegate void Product(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate);

    public static TheoryData<string> Tiles => ["512", "256", "128", "scalar", "plain", "chosen"];

    [Theory]
    [MemberData(nameof(Tiles))]
    public void EverySizeUpToSeventyGivesWhatThreeLoopsGive(string tile)
    {
        for (int size = 1; size <= 70; size += InSoftware(tile) ? 11 : 1)
        {
            Check(tile, size, size, size, transposed: size % 2 == 0, accumulate: size % 3 == 0, seed: size);
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void UnequalSizesGiveWhatThreeLoopsGive(string tile)
    {
        var random = new SeededRandom(7);
        for (int round = 0; round < (InSoftware(tile) ? 3 : 100); round++)
        {
            int Size() => 1 + (int)(random.NextUniform() * 150);
            Check(tile, Size(), Size(), Size(), random.NextUniform() < 0.5, random.NextUniform() < 0.5, seed: round);
        }
    }

    [Fact]
    public void AllTilesAgreeToTheLastBit()
    {
        var a = new AlignedBuffer(37 * 53);
        var b = new AlignedBuffer(53 * 64);
        Fill(a, 1);
        Fill(b, 2);

        int[] Bits(string tile)
        {
            var c = new AlignedBuffer(37 * 64);
            ProductOf(tile)(LeftOperand.Of(a.Start, 53), Panels.OfRowMajor(b.Start, 53, 64, 64), c.Start, 64, 37, false);
            return NeuralAssert.Bits(c.Span);
        }

        int[] expected = Bits("512");
        Assert.Equal(expected, Bits("256"));
        Assert.Equal(expected, Bits("128"));
        Assert.Equal(expected, Bits("scalar"));
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void DepthsBeyondTheCacheGiveWhatThreeLoopsGive(string tile)
    {
        foreach (int depth in InSoftware(tile) ? [129, 512] : (int[])[127, 128, 129, 300, 512, 517])
        {
            Check(tile, rows: 67, depth, 35, transposed: depth == 300, accumulate: depth % 3 == 0, seed: depth);
        }
    }

    /// <summary>The tile is common to all tests at a time, which is as well: it changes no result.</summary>
    [Fact]
    public void ANetworkTrainsToTheSameBitsWithEveryTileOfFusedMultiplyAdds()
    {
        var description = new NetworkDescription { SymbolCount = 6, OutputCount = 5, HiddenSize = 20, Input = NetworkInput.Embedding };
        var networks = new List<INeuralNetwork>();
        try
        {
            foreach (TileKind tile in Enum.GetValues<TileKind>().Where(tile => tile != TileKind.Plain))
            {
                MatrixProduct.Tile = tile;
                networks.Add(new ManagedEngine().Create(description, seed: 1));
                new NeuralBatch(description, rows: 70, windowSize: 4, seed: 2).Train(networks[^1].BeginTraining(new AdamOptions()));
            }
        }
        finally
        {
            MatrixProduct.Tile = MatrixProduct.Widest;
        }

        Assert.All(networks, network => NeuralAssert.Same(networks[0].Weights, network.Weights));
    }

    // Where the processor lacks a tile's vectors or fused multiply-add, .NET goes lane by lane: fewer sizes will do.
    private static bool InSoftware(string tile) => tile switch
    {
        "512" => !Vector512.IsHardwareAccelerated,
        "256" => !Vector256.IsHardwareAccelerated || !Fma.IsSupported,
        "128" => !AdvSimd.IsSupported && !Fma.IsSupported,
        _ => false,
    };

    private static Product ProductOf(string tile) => tile switch
    {
        "512" => MatrixProduct.Multiply<Tile512>,
        "256" => MatrixProduct.Multiply<Tile256>,
        "128" => MatrixProduct.Multiply<Tile128>,
        "scalar" => MatrixProduct.Multiply<TileScalar>,
        "plain" => MatrixProduct.Multiply<TilePlain>,
        _ => MatrixProduct.Multiply,
    };

    private static void Check(string tile, int rows, int depth, int columns, bool transposed, bool accumulate, int seed)
    {
        int padded = PaddedRow.Pad(columns);
        var a = new AlignedBuffer(rows * depth);
        var b = new AlignedBuffer(depth * padded);
        var c = new AlignedBuffer(rows * padded);
        Fill(a, seed);
        Fill(b, seed + 1000);
        Fill(c, seed + 2000);
        float[] before = c.Span.ToArray();
        var packed = new PackedMatrix(depth, columns);
        for (int k = 0; k < depth; k++)
        {
            for (int j = 0; j < columns; j++)
            {
                packed[k, j] = b.Start[k * padded + j];
            }
        }

        LeftOperand left = transposed ? LeftOperand.TransposeOf(a.Start, rows) : LeftOperand.Of(a.Start, depth);
        ProductOf(tile)(left, packed.Panels, c.Start, padded, rows, accumulate);

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < padded; j++)
            {
                double expected = accumulate ? before[i * padded + j] : 0;
                for (int k = 0; k < depth && j < columns; k++)
                {
                    expected += (double)(transposed ? a.Start[k * rows + i] : a.Start[i * depth + k]) * b.Start[k * padded + j];
                }

                Assert.True(Math.Abs(expected - c.Start[i * padded + j]) < 1e-5 * Math.Sqrt(depth),
                    $"{tile} ({rows}, {depth}, {columns}) at ({i}, {j}): {c.Start[i * padded + j]}, not {expected}");
            }
        }
    }

    private static void Fill(AlignedBuffer buffer, int seed)
    {
        var random = new SeededRandom(seed);
        foreach (ref float value in buffer.Span)
        {
            value = (float)(2 * random.NextUniform() - 1);
        }
    }
}
