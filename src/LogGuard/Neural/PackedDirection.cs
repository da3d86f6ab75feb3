using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// The weights of one direction of one recurrent layer, packed for the inner loops. Equation of the input of the gates:
/// <c>a = bias[symbol] + x·Wᵢₕᵀ + h·Wₕₕᵀ</c>. x contributes to the gates from 0 on, h to those from <see cref="RecurrentGate"/> on.
/// </summary>
/// <remarks>
/// <para>
/// The product of a symbol's vector with Wᵢₕᵀ depends on the symbol alone. It is computed once for each symbol and stored,
/// together with both bias vectors, in <see cref="Bias"/>: neither one-hot nor embedded symbols cost a product at run time.
/// </para>
/// <para>
/// A row of gates has four parts, each as long as the padded hidden state. LSTM: i, f, g, o, all from x and h. GRU: the
/// candidate's part from x, r, z, the candidate's part from h; x contributes to the first three and h to the last three.
/// MSIF has the four parts of an LSTM for each kind of information.
/// </para>
/// </remarks>
internal sealed unsafe class PackedDirection
{
    private readonly NetworkSource _source;
    private readonly int _first;
    private readonly int _symbolSize;
    private readonly PaddedRow _inputGates;
    private readonly PaddedRow _recurrentGates;
    private readonly PackedLinear? _embedding;
    private AlignedBuffer? _embeddingSum;

    /// <param name="source">The source that the layer belongs to.</param>
    /// <param name="reverse">Whether it reads from the last step to the first.</param>
    /// <param name="below">Layout of the output of the layer below; null in the first layer.</param>
    /// <param name="tensors">Number of its first weight tensor; advanced past its last.</param>
    /// <param name="sums">Assigns the places of the gradients.</param>
    public PackedDirection(NetworkSource source, bool reverse, PaddedRow? below, ref int tensors, GradientLayout sums)
    {
        RecurrentStack stack = source.Recurrent!;
        _source = source;
        _first = tensors;
        tensors += 4;
        Reverse = reverse;
        Kind = stack.Kind;

        PaddedRow hidden = PaddedRow.Of(stack.HiddenSize);
        KindCount = stack.Kind == RecurrentKind.Msif ? stack.KindCount : 1;
        int[] all = [.. Enumerable.Range(0, checked(4 * KindCount))];
        bool gru = stack.Kind == RecurrentKind.Gru;
        _inputGates = PaddedRow.Of(hidden, gru ? [1, 2, 0] : all);
        _recurrentGates = PaddedRow.Of(hidden, gru ? [0, 1, 2] : all);
        Width = hidden.Width;
        CellWidth = checked(KindCount * Width);
        Gates = checked(4 * CellWidth);
        RecurrentGate = gru ? Width : 0;

        _symbolSize = below is null ? source.SymbolSize : 0;
        BiasRows = _symbolSize > 0 ? source.SymbolCount : 1;
        Bias = new AlignedBuffer(checked(BiasRows * Gates));
        BiasSum = sums.Take(checked(BiasRows * Gates));
        Recurrent = new PackedLinear(hidden, _recurrentGates, sums);
        PaddedRow? input = below ?? (source.ValueCount > 0 ? PaddedRow.Tight(source.ValueCount) : null);
        Input = input is null ? null : new PackedLinear(input, _inputGates, sums);
        _embedding = below is null && source.HasEmbedding
            ? new PackedLinear(PaddedRow.Tight(source.EmbeddingSize), _inputGates, sums)
            : null;
    }

    /// <summary>Its cell.</summary>
    public RecurrentKind Kind { get; }

    /// <summary>Whether it reads from the last step to the first.</summary>
    public bool Reverse { get; }

    /// <summary>Length of a row of hidden states.</summary>
    public int Width { get; }

    /// <summary>Kinds of information of an MSIF cell; 1 for other cells.</summary>
    public int KindCount { get; }

    /// <summary>Length of a row of cell states: <see cref="Width"/> for each kind of information.</summary>
    public int CellWidth { get; }

    /// <summary>Length of a row of gates, four times <see cref="CellWidth"/>.</summary>
    public int Gates { get; }

    /// <summary>
    /// Distance between two rows of gates. It is one cache line more than a row, because rows a power of two apart map to the
    /// same few cache sets and evict each other.
    /// </summary>
    public int GateStride => Gates + 16;

    /// <summary>First gate that h contributes to.</summary>
    public int RecurrentGate { get; }

    /// <summary>Rows of <see cref="Bias"/>: the number of symbols if the layer reads symbols, else 1.</summary>
    public int BiasRows { get; }

    /// <summary>b_ih + b_hh, plus x·Wᵢₕᵀ of each symbol, (bias rows, gates).</summary>
    public AlignedBuffer Bias { get; }

    /// <summary>Place of the gradient of <see cref="Bias"/> in the sums, (bias rows, gates).</summary>
    public int BiasSum { get; }

    /// <summary>Wₕₕ.</summary>
    public PackedLinear Recurrent { get; }

    /// <summary>Wᵢₕ of the numbers, or of the layer below; null if only symbols enter.</summary>
    public PackedLinear? Input { get; }

    /// <summary>Copies changed weights into the packed form.</summary>
    /// <param name="weights">All weights of the network.</param>
    /// <param name="embedding">The embedding vectors, (symbols, embedding), if the source has them.</param>
    /// <param name="training">Whether the backward pass will be run.</param>
    public void Pack(NamedTensor[] weights, AlignedBuffer? embedding, bool training)
    {
        NamedTensor input = weights[_first];
        int columns = input.Shape[1];
        Input?.Pack(input.Values, columns, _symbolSize, training);
        Recurrent.Pack(weights[_first + 1].Values, _source.Recurrent!.HiddenSize, 0, training);

        Span<float> bias = Bias.Span[..Gates];
        bias.Clear();
        AddBias(weights[_first + 2].Values, _inputGates, 0);
        AddBias(weights[_first + 3].Values, _recurrentGates, RecurrentGate);
        for (int row = 1; row < BiasRows; row++)
        {
            bias.CopyTo(Bias.Span[(row * Gates)..]);
        }

        if (_embedding is not null)
        {
            _embedding.Pack(input.Values, columns, 0, training);
            MatrixProduct.Multiply(LeftOperand.Of(embedding!.Start, _source.EmbeddingSize), _embedding.Forward.Panels,
                Bias.Start, Gates, BiasRows, accumulate: true); // (symbols, gates)
        }
        else
        {
            for (int gate = 0; gate < _inputGates.Length && _symbolSize > 0; gate++)
            {
                ReadOnlySpan<float> row = input.Values.AsSpan(gate * columns, _symbolSize);
                float* column = Bias.Start + _inputGates.Places[gate];
                for (int symbol = 0; symbol < row.Length; symbol++)
                {
                    column[(nint)symbol * Gates] += row[symbol];
                }
            }
        }
    }

    /// <summary>Overwrites its gradient tensors.</summary>
    /// <param name="sums">The sums to read; overwritten.</param>
    /// <param name="gradients">All gradients of the network.</param>
    /// <param name="embedding">The embedding vectors, if the source has them.</param>
    /// <param name="embeddingGradient">Receives this direction's part of their gradient, added to its content, (symbols, embedding).</param>
    public void Export(GradientSums sums, NamedTensor[] gradients, AlignedBuffer? embedding, float[]? embeddingGradient)
    {
        float* bias = sums.At(BiasSum);
        float[] input = gradients[_first].Values;
        int columns = gradients[_first].Shape[1];
        Input?.Export(sums.At(Input.Sum), input, columns, _symbolSize);
        Recurrent.Export(sums.At(Recurrent.Sum), gradients[_first + 1].Values, _source.Recurrent!.HiddenSize, 0);

        if (_embedding is not null)
        {
            ExportEmbedding(sums, embedding!, embeddingGradient!);
            _embedding.Export(sums.At(_embedding.Sum), input, columns, 0);
        }
        else
        {
            // A one-hot input is 1 at the symbol, so the gradient of its weights is the gradient of the symbol's bias row.
            for (int gate = 0; gate < _inputGates.Length && _symbolSize > 0; gate++)
            {
                float* column = bias + _inputGates.Places[gate];
                Span<float> row = input.AsSpan(gate * columns, _symbolSize);
                for (int symbol = 0; symbol < row.Length; symbol++)
                {
                    row[symbol] = column[(nint)symbol * Gates];
                }
            }
        }

        for (int row = 1; row < BiasRows; row++)
        {
            Add(bias + (nint)row * Gates, bias, Gates);
        }

        ExportBias(bias, gradients[_first + 2].Values, _inputGates);
        ExportBias(bias + RecurrentGate, gradients[_first + 3].Values, _recurrentGates);
    }

    // bias[symbol] = e[symbol]·Wᵢₕᵀ + b, hence ∂e = ∂bias·Wᵢₕ and ∂Wᵢₕᵀ = eᵀ·∂bias.
    private void ExportEmbedding(GradientSums sums, AlignedBuffer embedding, float[] gradient)
    {
        int size = _source.EmbeddingSize;
        int padded = PaddedRow.Pad(size);
        float* bias = sums.At(BiasSum);
        _embeddingSum ??= new AlignedBuffer(checked(BiasRows * padded));

        MatrixProduct.Multiply(LeftOperand.Of(bias, Gates), _embedding!.Back.Panels, _embeddingSum.Start, padded, BiasRows); // (symbols, embedding)
        for (int symbol = 0; symbol < BiasRows; symbol++)
        {
            for (int j = 0; j < size; j++)
            {
                gradient[symbol * size + j] += _embeddingSum.Start[symbol * padded + j];
            }
        }

        MatrixProduct.Multiply(LeftOperand.TransposeOf(embedding.Start, size),
            Panels.OfRowMajor(bias, BiasRows, _inputGates.Width, Gates),
            sums.At(_embedding.Sum), _inputGates.Width, size); // (embedding, gates)
    }

    private void AddBias(float[] values, PaddedRow gates, int start)
    {
        for (int gate = 0; gate < values.Length; gate++)
        {
            Bias.Start[start + gates.Places[gate]] += values[gate];
        }
    }

    private static void Add(float* values, float* sum, int count)
    {
        for (int j = 0; j < count; j += Vector<float>.Count)
        {
            (Vector.Load(sum + j) + Vector.Load(values + j)).Store(sum + j);
        }
    }

    private static void ExportBias(float* sum, float[] values, PaddedRow gates)
    {
        for (int gate = 0; gate < values.Length; gate++)
        {
            values[gate] = sum[gates.Places[gate]];
        }
    }
}
