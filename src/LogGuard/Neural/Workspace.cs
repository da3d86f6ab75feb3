namespace LogGuard.Neural;

/// <summary>
/// What one worker needs while it runs a shard through the network: gates, cell and hidden states. It grows with the
/// largest shard seen and is then reused.
/// </summary>
/// <remarks>
/// For training every step is kept, because the backward pass reads it again. For prediction all steps share one
/// place: the distance of two steps is zero, and the code that runs forward need not know.
/// </remarks>
internal sealed unsafe class Workspace(PaddedSizes sizes, int layerCount, bool keep)
{
    private AlignedBuffer? _gates;
    private AlignedBuffer? _hidden;
    private AlignedBuffer? _cell;
    private AlignedBuffer? _cellTanh;
    private AlignedBuffer? _hiddenGradient;
    private AlignedBuffer? _cellGradient;
    private AlignedBuffer? _scores;
    private int _rows;
    private int _steps;

    /// <summary>Whether every step is kept.</summary>
    public bool Keep => keep;

    /// <summary>Scores, then probabilities, then gradients of the output classes, (rows, output).</summary>
    public float* Scores => _scores!.Start;

    /// <summary>Makes room for a shard and clears the states before its first step.</summary>
    public void Begin(int rows, int windowSize)
    {
        _rows = Math.Max(_rows, rows);
        _steps = keep ? Math.Max(_steps, windowSize) : 0;
        int states = checked(_rows * sizes.Hidden);
        int slots = layerCount * (_steps + 1);
        checked
        {
            _gates = AlignedBuffer.Grow(_gates, slots * _rows * sizes.GateStride);
            _hidden = AlignedBuffer.Grow(_hidden, slots * states);
            _cell = AlignedBuffer.Grow(_cell, slots * states);
            _scores = AlignedBuffer.Grow(_scores, _rows * sizes.Output);
        }

        if (keep)
        {
            _cellTanh = AlignedBuffer.Grow(_cellTanh, slots * states);
            _hiddenGradient = AlignedBuffer.Grow(_hiddenGradient, layerCount * states);
            _cellGradient = AlignedBuffer.Grow(_cellGradient, layerCount * states);
            _hiddenGradient.Span.Clear();
            _cellGradient.Span.Clear();
        }

        for (int layer = 0; layer < layerCount; layer++)
        {
            new Span<float>(Hidden(layer, -1), rows * sizes.Hidden).Clear();
            new Span<float>(Cell(layer, -1), rows * sizes.Hidden).Clear();
        }
    }

    /// <summary>Gates of a layer at a step, (rows, gates).</summary>
    public float* Gates(int layer, int step) => _gates!.Start + Slot(layer, step) * _rows * sizes.GateStride;

    /// <summary>Hidden states of a layer after a step, or before the first if -1, (rows, hidden).</summary>
    public float* Hidden(int layer, int step) => _hidden!.Start + Slot(layer, step) * _rows * sizes.Hidden;

    /// <summary>Cell states of a layer after a step, or before the first if -1, (rows, hidden).</summary>
    public float* Cell(int layer, int step) => _cell!.Start + Slot(layer, step) * _rows * sizes.Hidden;

    /// <summary>tanh of the cell states, (rows, hidden); only if kept.</summary>
    public float* CellTanh(int layer, int step) => keep ? _cellTanh!.Start + Slot(layer, step) * _rows * sizes.Hidden : null;

    /// <summary>Gradient of a layer's hidden states at the step the backward pass has reached, (rows, hidden).</summary>
    public float* HiddenGradient(int layer) => _hiddenGradient!.Start + (nint)layer * _rows * sizes.Hidden;

    /// <summary>Gradient of a layer's cell states at the step the backward pass has reached, (rows, hidden).</summary>
    public float* CellGradient(int layer) => _cellGradient!.Start + (nint)layer * _rows * sizes.Hidden;

    private nint Slot(int layer, int step) => keep ? (nint)layer * (_steps + 1) + step + 1 : layer;
}
