namespace LogGuard.Neural;

/// <summary>
/// One worker's buffers for a shard in the recurrent layers of a source. They grow to the size of the largest shard and are
/// reused.
/// </summary>
/// <remarks>
/// Outputs are kept for every step, with zeros before the first step and after the last: the initial states of the two
/// directions. Gates and cells are kept for every step only in training, for the backward pass; in prediction all steps share
/// one buffer.
/// </remarks>
internal sealed unsafe class RecurrentBuffers
{
    private readonly PackedSource _source;
    private readonly bool _keep;
    private readonly int _layerCount;
    private readonly int _directions;
    private readonly int _width;
    private readonly int _cellWidth;
    private readonly int _gateStride;
    private readonly bool _drops;
    private AlignedBuffer? _values;
    private AlignedBuffer? _outputs;
    private AlignedBuffer? _dropped;
    private AlignedBuffer? _gates;
    private AlignedBuffer? _cells;
    private AlignedBuffer? _cellTanh;
    private AlignedBuffer? _outputGradients;
    private AlignedBuffer? _hiddenGradient;
    private AlignedBuffer? _cellGradient;
    private int _rows;
    private int _steps;

    public RecurrentBuffers(PackedSource source, bool keep)
    {
        _source = source;
        _keep = keep;
        _layerCount = source.Layers.Length;
        PackedDirection first = source.Layers[0][0];
        _directions = source.Layers[0].Length;
        _width = first.Width;
        _cellWidth = first.CellWidth;
        _gateStride = first.GateStride;
        _drops = keep && source.Source.Recurrent!.Dropout > 0;
    }

    /// <summary>Whether gates and cells of every step are kept.</summary>
    public bool Keep => _keep;

    /// <summary>Length of a row of outputs of all directions.</summary>
    public int OutputWidth => _directions * _width;

    /// <summary>Grows the buffers to the size of a shard, clears its initial states and copies its input values.</summary>
    public void Begin(in SourceRows input, int rows)
    {
        _rows = rows;
        _steps = input.Steps;
        ChunkSteps = Math.Clamp(ManagedNetwork.ShardRows / rows, 1, _steps);
        int state = checked(rows * _width);
        int cells = checked(rows * _cellWidth);
        checked
        {
            int gateSteps = _keep ? _layerCount * _directions * _steps : ChunkSteps;
            int cellSteps = _keep ? _layerCount * _directions * (_steps + 2) : 1;
            _outputs = AlignedBuffer.Grow(_outputs, _layerCount * (_steps + 2) * rows * OutputWidth);
            _gates = AlignedBuffer.Grow(_gates, gateSteps * rows * _gateStride);
            _cells = AlignedBuffer.Grow(_cells, cellSteps * cells);
            if (_keep)
            {
                _cellTanh = AlignedBuffer.Grow(_cellTanh, gateSteps * cells);
                _outputGradients = AlignedBuffer.Grow(_outputGradients, _layerCount * _steps * rows * OutputWidth);
                _hiddenGradient = AlignedBuffer.Grow(_hiddenGradient, state);
                _cellGradient = AlignedBuffer.Grow(_cellGradient, cells);
            }

            if (_drops)
            {
                _dropped = AlignedBuffer.Grow(_dropped, _layerCount * _steps * rows * OutputWidth);
            }
        }

        for (int layer = 0; layer < _layerCount; layer++)
        {
            new Span<float>(Output(layer, -1), rows * OutputWidth).Clear();
            new Span<float>(Output(layer, _steps), rows * OutputWidth).Clear();
        }

        if (input.Values is not null)
        {
            CopyValues(input, rows);
        }
    }

    /// <summary>Number of steps whose products with the input are computed together: enough rows to reuse the weights.</summary>
    public int ChunkSteps { get; private set; }

    /// <summary>Input numbers at a step, (rows, value count).</summary>
    public float* Values(int step) => _values!.Start + (nint)step * _rows * _source.Source.ValueCount;

    /// <summary>Outputs of a layer at a step, (rows, output width); zeros at step -1 and after the last step.</summary>
    public float* Output(int layer, int step) =>
        _outputs!.Start + ((nint)layer * (_steps + 2) + step + 1) * _rows * OutputWidth;

    /// <summary>Input of the layer above at a step: the outputs after dropout.</summary>
    public float* Passed(int layer, int step) =>
        _drops ? _dropped!.Start + ((nint)layer * _steps + step) * _rows * OutputWidth : Output(layer, step);

    /// <summary>Gates at a step, (rows, gates); in prediction steps are counted within the chunk.</summary>
    public float* Gates(int layer, int direction, int step) =>
        _gates!.Start + (_keep ? Slot(layer, direction, _steps) + step : step) * _rows * _gateStride;

    /// <summary>Cell states after a step, (rows, cell width).</summary>
    public float* Cell(int layer, int direction, int step) =>
        _cells!.Start + (_keep ? Slot(layer, direction, _steps + 2) + step + 1 : 0) * _rows * _cellWidth;

    /// <summary>tanh of the cell states, (rows, cell width); null in prediction.</summary>
    public float* CellTanh(int layer, int direction, int step) =>
        _keep ? _cellTanh!.Start + (Slot(layer, direction, _steps) + step) * _rows * _cellWidth : null;

    /// <summary>Gradient of the outputs of a layer at a step, (rows, output width).</summary>
    public float* OutputGradient(int layer, int step) =>
        _outputGradients!.Start + ((nint)layer * _steps + step) * _rows * OutputWidth;

    /// <summary>Gradient of the hidden states at the step that the backward pass has reached, (rows, width).</summary>
    public float* HiddenGradient => _hiddenGradient!.Start;

    /// <summary>Gradient of the cell states at the step that the backward pass has reached, (rows, cell width).</summary>
    public float* CellGradient => _cellGradient!.Start;

    private nint Slot(int layer, int direction, int steps) => (nint)(layer * _directions + direction) * steps;

    // Transposes (rows, steps, values) to (steps, rows, values), so that several steps form one left side of a product.
    private void CopyValues(in SourceRows input, int rows)
    {
        int count = _source.Source.ValueCount;
        _values = AlignedBuffer.Grow(_values, checked(rows * _steps * count));
        for (int row = 0; row < rows; row++)
        {
            for (int step = 0; step < _steps; step++)
            {
                new Span<float>(input.Values + ((nint)row * _steps + step) * count, count)
                    .CopyTo(new Span<float>(Values(step) + (nint)row * count, count));
            }
        }
    }
}
