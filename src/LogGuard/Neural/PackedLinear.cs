namespace LogGuard.Neural;

/// <summary>
/// The weights of a linear map, y = x·Wᵀ and backward ∂x = ∂y·W, packed for the inner loops, and the place of the sum of
/// ∂Wᵀ = xᵀ·∂y. PyTorch's W is (output, input); here it is padded, transposed and packed.
/// </summary>
internal sealed unsafe class PackedLinear
{
    private readonly PaddedRow _input;
    private readonly PaddedRow _output;
    private readonly nint[] _backColumns;
    private PackedMatrix? _back;

    /// <param name="input">Layout of x.</param>
    /// <param name="output">Layout of y.</param>
    /// <param name="sums">Assigns the place of the gradient.</param>
    public PackedLinear(PaddedRow input, PaddedRow output, GradientLayout sums)
    {
        _input = input;
        _output = output;
        Forward = new PackedMatrix(input.Width, output.Width);
        _backColumns = new nint[input.Length];
        Sum = sums.Take(checked(input.Width * output.Width));
    }

    /// <summary>Wᵀ, (input, output).</summary>
    public PackedMatrix Forward { get; }

    /// <summary>W, (output, input); only after packing for training.</summary>
    public PackedMatrix Back => _back!;

    /// <summary>Place of ∂Wᵀ in the sums, (input, output).</summary>
    public int Sum { get; }

    /// <summary>Numbers in a row of x, with padding.</summary>
    public int InputWidth => _input.Width;

    /// <summary>Numbers in a row of y, with padding.</summary>
    public int OutputWidth => _output.Width;

    /// <summary>Copies changed weights into the packed form.</summary>
    /// <param name="values">W, (output, stride); read from column <paramref name="first"/> on.</param>
    /// <param name="stride">Columns of <paramref name="values"/>.</param>
    /// <param name="first">First column.</param>
    /// <param name="training">Whether the backward pass will be run.</param>
    public void Pack(ReadOnlySpan<float> values, int stride, int first, bool training)
    {
        if (training && _back is null)
        {
            _back = new PackedMatrix(_output.Width, _input.Width);
            for (int column = 0; column < _backColumns.Length; column++)
            {
                _backColumns[column] = _back.ColumnStart(_input.Places[column]);
            }
        }

        ReadOnlySpan<int> inputs = _input.Places;
        ReadOnlySpan<int> outputs = _output.Places;
        float* backStart = training ? Back.Column(0) : null;
        for (int output = 0; output < outputs.Length; output++)
        {
            ReadOnlySpan<float> row = values.Slice(output * stride + first, inputs.Length);
            float* column = Forward.Column(outputs[output]);
            for (int input = 0; input < row.Length; input++)
            {
                column[(nint)inputs[input] * Panels.Width] = row[input];
            }

            if (training)
            {
                float* backRow = backStart + (nint)outputs[output] * Panels.Width;
                for (int input = 0; input < row.Length; input++)
                {
                    backRow[_backColumns[input]] = row[input];
                }
            }
        }
    }

    /// <summary>Copies a sum into a tensor with PyTorch's layout.</summary>
    /// <param name="sum">∂Wᵀ, (input, output).</param>
    /// <param name="gradient">Receives ∂W, (output, stride), from column <paramref name="first"/> on.</param>
    /// <param name="stride">Columns of <paramref name="gradient"/>.</param>
    /// <param name="first">First column.</param>
    public void Export(float* sum, Span<float> gradient, int stride, int first)
    {
        // Sixteen outputs at a time: reads and writes both stay within a few cache lines.
        const int Block = 16;
        ReadOnlySpan<int> inputs = _input.Places;
        for (int start = 0; start < _output.Length; start += Block)
        {
            ReadOnlySpan<int> outputs = _output.Places.Slice(start, Math.Min(Block, _output.Length - start));
            for (int input = 0; input < inputs.Length; input++)
            {
                float* row = sum + (nint)inputs[input] * _output.Width;
                int place = start * stride + first + input;
                foreach (int output in outputs)
                {
                    gradient[place] = row[output];
                    place += stride;
                }
            }
        }
    }
}
