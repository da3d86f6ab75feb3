using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Backpropagation through time for a shard that has just run forward. Equations, with a the products that enter the
/// gates and z the scores:
/// <code>
/// ∂z = (p - y)·w     ∂W = ∂zᵀ·h     ∂h = ∂z·W
/// ∂Wₕₕᵀ += h'ᵀ·∂a    ∂Wᵢₕᵀ += xᵀ·∂a  ∂h' = ∂a·Wₕₕ    ∂x = ∂a·Wᵢₕ
/// </code>
/// </summary>
internal static unsafe class BackwardPass
{
    /// <summary>Adds the shard's loss and gradients to <paramref name="sums"/>.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="work">What <see cref="ForwardPass"/> left there; used up.</param>
    /// <param name="sums">Receives the gradients.</param>
    /// <param name="windows">Symbols, (rows, windowSize).</param>
    /// <param name="windowSize">Symbols of a window.</param>
    /// <param name="targets">The symbol after each window, (rows).</param>
    /// <param name="weights">Weight of each window, (rows).</param>
    /// <param name="scale">What each weight is multiplied by: 1 / sum of the batch's weights.</param>
    /// <param name="outputCount">Number of output classes.</param>
    /// <param name="rows">Number of windows.</param>
    public static void Run(PackedNetwork network, Workspace work, GradientSums sums, int* windows, int windowSize,
        int* targets, float* weights, double scale, int outputCount, int rows)
    {
        PaddedSizes sizes = network.Sizes;
        int top = network.Layers.Length - 1;

        ScoreGradients(sizes, work, sums, targets, weights, scale, outputCount, rows);
        MatrixProduct.Multiply(LeftOperand.TransposeOf(work.Scores, sizes.Output),
            Panels.OfRowMajor(work.Hidden(top, windowSize - 1), rows, sizes.Hidden, sizes.Hidden),
            sums.Output, sizes.Hidden, outputCount, accumulate: true); // (output, hidden)
        MatrixProduct.Multiply(LeftOperand.Of(work.Scores, sizes.Output), network.OutputBack.Panels,
            work.HiddenGradient(top), sizes.Hidden, rows); // (rows, hidden)

        for (int step = windowSize - 1; step >= 0; step--)
        {
            for (int layer = top; layer >= 0; layer--)
            {
                RunStep(network, work, sums, layer, step, rows, new SymbolColumn(layer == 0 ? windows + step : null, windowSize));
            }
        }
    }

    private static void RunStep(PackedNetwork network, Workspace work, GradientSums sums, int layer, int step, int rows,
        SymbolColumn symbols)
    {
        PaddedSizes sizes = network.Sizes;
        PackedLayer weights = network.Layers[layer];
        float* gates = work.Gates(layer, step);

        GateFunctions.Backward(sizes, rows, gates, sums.Bias(layer), symbols,
            work.Cell(layer, step - 1), work.CellTanh(layer, step), work.HiddenGradient(layer), work.CellGradient(layer));
        LeftOperand gateGradients = LeftOperand.Of(gates, sizes.GateStride);                              // (rows, gates)
        Panels gatePanels = Panels.OfRowMajor(gates, rows, sizes.Gates, sizes.GateStride);

        if (layer > 0)
        {
            MatrixProduct.Multiply(LeftOperand.TransposeOf(work.Hidden(layer - 1, step), sizes.Hidden), gatePanels,
                sums.Input(layer), sizes.Gates, weights.InputSize, accumulate: true); // (input, gates)

            // The layer below has its share from the step after already.
            MatrixProduct.Multiply(gateGradients, weights.InputBack!.Panels,
                work.HiddenGradient(layer - 1), sizes.Hidden, rows, accumulate: true); // (rows, hidden)
        }

        // Before the first step the hidden states are zero and nobody asks for their gradient.
        if (step > 0)
        {
            MatrixProduct.Multiply(LeftOperand.TransposeOf(work.Hidden(layer, step - 1), sizes.Hidden), gatePanels,
                sums.Recurrent(layer), sizes.Gates, sizes.Hidden, accumulate: true); // (hidden, gates)
            MatrixProduct.Multiply(gateGradients, weights.RecurrentBack!.Panels,
                work.HiddenGradient(layer), sizes.Hidden, rows); // (rows, hidden)
        }
    }

    private static void ScoreGradients(PaddedSizes sizes, Workspace work, GradientSums sums, int* targets, float* weights,
        double scale, int outputCount, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            float* scores = work.Scores + (nint)row * sizes.Output;
            sums.Loss += weights[row] * Softmax.Apply(scores, outputCount, sizes.Output, targets[row]);
            scores[targets[row]] -= 1;

            Vector<float> weight = Vector.Create((float)(weights[row] * scale));
            for (int j = 0; j < sizes.Output; j += Vector<float>.Count)
            {
                Vector<float> gradient = Vector.Load(scores + j) * weight;
                gradient.Store(scores + j);
                (Vector.Load(sums.OutputBias + j) + gradient).Store(sums.OutputBias + j);
            }
        }
    }
}
