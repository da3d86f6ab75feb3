using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogGuard.Neural;

namespace LogGuard.Benchmarks.Neural;

/// <summary>Three implementations of a matrix product of the size in DeepLog's network, (2048, 64) · (64, 256), on one core.</summary>
internal sealed unsafe class GemmLoad : IDisposable
{
    public const int Rows = 2048;
    public const int Depth = 64;
    public const int Columns = 256;
    private const int Lanes = 16;
    private const int Tile = 2 * Lanes;

    private readonly float* _a = Allocate(Rows * Depth);
    private readonly float* _b = Allocate(Depth * Columns);
    private readonly float* _panels = Allocate(Depth * Columns);
    private readonly float* _c = Allocate(Rows * Columns);
    private readonly PackedMatrix _packed = new(Depth, Columns);

    public GemmLoad()
    {
        var random = new Random(1);
        for (var i = 0; i < Rows * Depth; i++)
        {
            _a[i] = random.NextSingle() - 0.5f;
        }

        for (var row = 0; row < Depth; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var value = random.NextSingle() - 0.5f;
                _b[row * Columns + column] = value;
                _panels[(column / Tile * Depth + row) * Tile + column % Tile] = value;
                _packed[row, column] = value;
            }
        }
    }

    /// <summary>Floating-point operations of one product.</summary>
    public static double Operations => 2.0 * Rows * Depth * Columns;

    public ReadOnlySpan<float> Result => new(_c, Rows * Columns);

    /// <summary>The three textbook loops.</summary>
    public void ThreeLoops()
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var sum = 0f;
                for (var k = 0; k < Depth; k++)
                {
                    sum += _a[row * Depth + k] * _b[k * Columns + column];
                }

                _c[row * Columns + column] = sum;
            }
        }
    }

    /// <summary>The engine's product, with the right operand packed as for a whole batch.</summary>
    public void Engine() => MatrixProduct.Multiply(LeftOperand.Of(_a, Depth), _packed.Panels, _c, Columns, Rows);

    /// <summary>A loop written for this size only: 8 rows by 32 columns in registers, with constant strides.</summary>
    public void HandTuned()
    {
        for (var panel = 0; panel < Columns / Tile; panel++)
        {
            for (var row = 0; row < Rows; row += 8)
            {
                HandTunedTile(_a + row * Depth, _panels + panel * Depth * Tile, _c + row * Columns + panel * Tile);
            }
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_a);
        NativeMemory.AlignedFree(_b);
        NativeMemory.AlignedFree(_panels);
        NativeMemory.AlignedFree(_c);
    }

    private static void HandTunedTile(float* a, float* b, float* c)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (var k = 0; k < Depth; k++, a++, b += Tile)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            Step(a[0 * Depth], b0, b1, ref c00, ref c01);
            Step(a[1 * Depth], b0, b1, ref c10, ref c11);
            Step(a[2 * Depth], b0, b1, ref c20, ref c21);
            Step(a[3 * Depth], b0, b1, ref c30, ref c31);
            Step(a[4 * Depth], b0, b1, ref c40, ref c41);
            Step(a[5 * Depth], b0, b1, ref c50, ref c51);
            Step(a[6 * Depth], b0, b1, ref c60, ref c61);
            Step(a[7 * Depth], b0, b1, ref c70, ref c71);
        }

        Store(c, 0, c00, c01);
        Store(c, 1, c10, c11);
        Store(c, 2, c20, c21);
        Store(c, 3, c30, c31);
        Store(c, 4, c40, c41);
        Store(c, 5, c50, c51);
        Store(c, 6, c60, c61);
        Store(c, 7, c70, c71);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static void Step(float a, Vector512<float> b0, Vector512<float> b1, ref Vector512<float> left, ref Vector512<float> right)
    {
        var value = Vector512.Create(a);
        left = Vector512.FusedMultiplyAdd(value, b0, left);
        right = Vector512.FusedMultiplyAdd(value, b1, right);
    }

    private static void Store(float* c, int row, Vector512<float> left, Vector512<float> right)
    {
        left.Store(c + row * Columns);
        right.Store(c + row * Columns + Lanes);
    }

    private static float* Allocate(int count) => (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
}
