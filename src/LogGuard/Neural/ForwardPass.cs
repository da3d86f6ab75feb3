namespace LogGuard.Neural;

/// <summary>
/// Runs a shard of windows through the network: for every step and layer
/// <c>a = bias[symbol] + x·Wᵢₕᵀ + h·Wₕₕᵀ</c>, then <see cref="GateFunctions"/>; the top layer's last hidden state
/// gives the scores <c>z = h·Wᵀ + b</c>.
/// </summary>
internal static unsafe class ForwardPass
{
    /// <summary>Leaves the scores of the output classes in <see cref="Workspace.Scores"/>.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="work">Receives the states.</param>
    /// <param name="windows">Symbols, (rows, windowSize).</param>
    /// <param name="windowSize">Symbols of a window.</param>
    /// <param name="rows">Number of windows.</param>
    public static void Run(PackedNetwork network, Workspace work, int* windows, int windowSize, int rows)
    {
        PaddedSizes sizes = network.Sizes;
        work.Begin(rows, windowSize);

        for (int step = 0; step < windowSize; step++)
        {
            for (int layer = 0; layer < network.Layers.Length; layer++)
            {
                RunStep(network, work, layer, step, rows, new SymbolColumn(layer == 0 ? windows + step : null, windowSize));
            }
        }

        float* top = work.Hidden(network.Layers.Length - 1, windowSize - 1);
        for (int row = 0; row < rows; row++)
        {
            network.OutputBias.Span.CopyTo(new Span<float>(work.Scores + (nint)row * sizes.Output, sizes.Output));
        }

        MatrixProduct.Multiply(LeftOperand.Of(top, sizes.Hidden), network.Output.Panels,
            work.Scores, sizes.Output, rows, accumulate: true); // (rows, output)
    }

    private static void RunStep(PackedNetwork network, Workspace work, int layer, int step, int rows, SymbolColumn symbols)
    {
        PaddedSizes sizes = network.Sizes;
        PackedLayer weights = network.Layers[layer];
        float* gates = work.Gates(layer, step);

        if (layer > 0)
        {
            MatrixProduct.Multiply(LeftOperand.Of(work.Hidden(layer - 1, step), sizes.Hidden), weights.Input!.Panels,
                gates, sizes.GateStride, rows); // (rows, gates)
        }

        // Before the first step the hidden states are zero, and so is their product.
        if (step > 0)
        {
            MatrixProduct.Multiply(LeftOperand.Of(work.Hidden(layer, step - 1), sizes.Hidden), weights.Recurrent.Panels,
                gates, sizes.GateStride, rows, accumulate: layer > 0); // (rows, gates)
        }
        else if (layer == 0)
        {
            new Span<float>(gates, rows * sizes.GateStride).Clear();
        }

        GateFunctions.Forward(sizes, rows, gates, weights.Bias.Start, symbols,
            work.Cell(layer, step - 1), work.Cell(layer, step), work.CellTanh(layer, step), work.Hidden(layer, step), work.Keep);
    }
}
