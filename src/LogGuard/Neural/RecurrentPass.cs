namespace LogGuard.Neural;

/// <summary>
/// Runs a shard through the recurrent layers of a source. Forward, for every layer and step:
/// <c>a = bias[symbol] + x·Wᵢₕᵀ + h'·Wₕₕᵀ</c>, then the cell. Backward, through time, with ∂a from the cell:
/// <code>
/// ∂Wₕₕᵀ += h'ᵀ·∂a    ∂Wᵢₕᵀ += xᵀ·∂a    ∂h' = ∂a·Wₕₕ    ∂x = ∂a·Wᵢₕ
/// </code>
/// </summary>
internal static unsafe class RecurrentPass
{
    /// <summary>Writes the outputs of the layers at each step to <paramref name="work"/>.</summary>
    public static void Forward(PackedSource source, RecurrentBuffers work, in SourceRows input, in Shard shard)
    {
        for (int layer = 0; layer < source.Layers.Length; layer++)
        {
            for (int direction = 0; direction < source.Layers[layer].Length; direction++)
            {
                ForwardDirection(source, work, input, shard.Rows, layer, direction);
            }

            if (work.Keep && layer + 1 < source.Layers.Length)
            {
                shard.Dropout(source.Source.Recurrent!.Dropout, source.FirstSite + layer).Apply(work.Output(layer, 0),
                    work.Passed(layer, 0), (nint)shard.FirstRow * input.Steps, (nint)shard.Rows * input.Steps, work.OutputWidth);
            }
        }
    }

    /// <summary>Adds the gradients of the weights, starting from the gradients of the top layer's outputs in <paramref name="work"/>.</summary>
    public static void Backward(PackedSource source, RecurrentBuffers work, GradientSums sums, in SourceRows input, in Shard shard)
    {
        for (int layer = source.Layers.Length - 1; layer >= 0; layer--)
        {
            for (int direction = 0; direction < source.Layers[layer].Length; direction++)
            {
                BackwardDirection(source, work, sums, input, shard.Rows, layer, direction);
            }

            if (layer > 0)
            {
                float* gradient = work.OutputGradient(layer - 1, 0);
                shard.Dropout(source.Source.Recurrent!.Dropout, source.FirstSite + layer - 1).Apply(gradient, gradient,
                    (nint)shard.FirstRow * input.Steps, (nint)shard.Rows * input.Steps, work.OutputWidth);
            }
        }
    }

    private static void ForwardDirection(PackedSource source, RecurrentBuffers work, in SourceRows input, int rows, int layer, int direction)
    {
        PackedDirection weights = source.Layers[layer][direction];
        int steps = input.Steps;
        int before = weights.Reverse ? 1 : -1;
        new Span<float>(work.Cell(layer, direction, weights.Reverse ? steps : -1), rows * weights.CellWidth).Clear();

        for (int done = 0; done < steps; done += work.ChunkSteps)
        {
            int count = Math.Min(work.ChunkSteps, steps - done);
            int first = weights.Reverse ? steps - done - count : done;
            if (weights.Input is { } map)
            {
                // Prediction writes each chunk's gates to the beginning of the buffer; training keeps them at their steps.
                float* x = layer == 0 ? work.Values(first) : work.Passed(layer - 1, first);
                MatrixProduct.Multiply(LeftOperand.Of(x, map.InputWidth), map.Forward.Panels,
                    work.Gates(layer, direction, work.Keep ? first : 0), weights.GateStride, rows * count); // (chunk·rows, gates)
            }

            for (int j = 0; j < count; j++)
            {
                int step = weights.Reverse ? first + count - 1 - j : first + j;
                float* gates = work.Gates(layer, direction, work.Keep ? step : step - first);
                CellStep cell = MakeStep(weights, work, input, rows, layer, direction, step, step + before);
                cell.Gates = gates;
                cell.Bias = weights.Bias.Start;
                AddRecurrent(weights, gates, cell.HiddenBefore, cell.HiddenStride, rows, isFirst: done + j == 0);
                if (weights.Kind == RecurrentKind.Gru)
                {
                    GruCell.Forward(cell);
                }
                else
                {
                    LstmCell.Forward(cell);
                }
            }
        }
    }

    // Before the first step the hidden states are zero, and so is their product. Gates that no product writes are cleared.
    private static void AddRecurrent(PackedDirection weights, float* gates, float* hidden, int hiddenStride, int rows, bool isFirst)
    {
        int inputEnd = weights.Input is null ? 0 : weights.Input.OutputWidth;
        if (isFirst)
        {
            Clear(gates, inputEnd, weights.Gates, rows, weights.GateStride);
            return;
        }

        if (inputEnd > 0)
        {
            Clear(gates, inputEnd, weights.Gates, rows, weights.GateStride);
        }
        else
        {
            Clear(gates, 0, weights.RecurrentGate, rows, weights.GateStride);
        }

        MatrixProduct.Multiply(LeftOperand.Of(hidden, hiddenStride), weights.Recurrent.Forward.Panels,
            gates + weights.RecurrentGate, weights.GateStride, rows, accumulate: inputEnd > 0); // (rows, gates)
    }

    private static void Clear(float* gates, int from, int to, int rows, int stride)
    {
        for (int row = 0; row < rows && from < to; row++)
        {
            new Span<float>(gates + (nint)row * stride + from, to - from).Clear();
        }
    }

    private static void BackwardDirection(
        PackedSource source, RecurrentBuffers work, GradientSums sums, in SourceRows input, int rows, int layer, int direction)
    {
        PackedDirection weights = source.Layers[layer][direction];
        int steps = input.Steps;
        int before = weights.Reverse ? 1 : -1;
        new Span<float>(work.HiddenGradient, rows * weights.Width).Clear();
        new Span<float>(work.CellGradient, rows * weights.CellWidth).Clear();

        for (int left = steps; left > 0; left--)
        {
            int step = weights.Reverse ? steps - left : left - 1;
            float* gates = work.Gates(layer, direction, step);
            CellStep cell = MakeStep(weights, work, input, rows, layer, direction, step, step + before);
            cell.Gates = gates;
            cell.Bias = sums.At(weights.BiasSum);
            cell.OutputGradient = work.OutputGradient(layer, step) + (nint)direction * weights.Width;
            cell.HiddenGradient = work.HiddenGradient;
            cell.CellGradient = work.CellGradient;
            if (weights.Kind == RecurrentKind.Gru)
            {
                GruCell.Backward(cell);
            }
            else
            {
                LstmCell.Backward(cell);
            }

            if (weights.Input is { } map)
            {
                float* x = layer == 0 ? work.Values(step) : work.Passed(layer - 1, step);
                MatrixProduct.Multiply(LeftOperand.TransposeOf(x, map.InputWidth),
                    Panels.OfRowMajor(gates, rows, map.OutputWidth, weights.GateStride),
                    sums.At(map.Sum), map.OutputWidth, map.InputWidth, accumulate: true); // (input, gates)
                if (layer > 0)
                {
                    MatrixProduct.Multiply(LeftOperand.Of(gates, weights.GateStride), map.Back.Panels,
                        work.OutputGradient(layer - 1, step), work.OutputWidth, rows, accumulate: direction > 0); // (rows, input)
                }
            }

            // Before the first step the hidden states are constant zeros, so their gradient is not needed.
            if (left > 1)
            {
                PackedLinear recurrent = weights.Recurrent;
                MatrixProduct.Multiply(LeftOperand.TransposeOf(cell.HiddenBefore, cell.HiddenStride),
                    Panels.OfRowMajor(gates + weights.RecurrentGate, rows, recurrent.OutputWidth, weights.GateStride),
                    sums.At(recurrent.Sum), recurrent.OutputWidth, recurrent.InputWidth, accumulate: true); // (hidden, gates)
                MatrixProduct.Multiply(LeftOperand.Of(gates + weights.RecurrentGate, weights.GateStride), recurrent.Back.Panels,
                    work.HiddenGradient, weights.Width, rows, accumulate: weights.Kind == RecurrentKind.Gru); // (rows, hidden)
            }
        }
    }

    private static CellStep MakeStep(PackedDirection weights, RecurrentBuffers work, in SourceRows input, int rows,
        int layer, int direction, int step, int before)
    {
        nint place = (nint)direction * weights.Width;
        return new CellStep
        {
            Rows = rows,
            Width = weights.Width,
            KindCount = weights.KindCount,
            Symbols = input.At(step, withSymbols: layer == 0),
            GateStride = weights.GateStride,
            HiddenBefore = work.Output(layer, before) + place,
            Hidden = work.Output(layer, step) + place,
            HiddenStride = work.OutputWidth,
            CellBefore = work.Cell(layer, direction, before),
            Cell = work.Cell(layer, direction, step),
            CellTanh = work.CellTanh(layer, direction, step),
            Keep = work.Keep,
        };
    }
}
