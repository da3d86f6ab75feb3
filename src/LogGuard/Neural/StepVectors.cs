namespace LogGuard.Neural;

/// <summary>
/// One worker's buffer for the input vectors of a shard's steps, for layers that read them without recurrent layers: unit or embedding
/// vectors, then numbers.
/// </summary>
/// <param name="source">The source that reads them.</param>
/// <param name="stride">Distance between two steps, at least the length of a vector.</param>
internal sealed unsafe class StepVectors(PackedSource source, int stride)
{
    private AlignedBuffer? _values;
    private int _steps;

    /// <summary>The vectors of a row, (steps, stride).</summary>
    public float* Row(int row) => _values!.Start + (nint)row * _steps * stride;

    /// <summary>Writes the vectors of all rows, and zeros after the end of each vector and of each row.</summary>
    /// <param name="input">The input of the source.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="steps">Steps of each row, at least those of the input.</param>
    public void Fill(in SourceRows input, int rows, int steps)
    {
        _steps = steps;
        int length = checked(rows * steps * stride);
        _values = AlignedBuffer.Grow(_values, length);
        _values.Span[..length].Clear();
        NetworkSource described = source.Source;
        for (int row = 0; row < rows; row++)
        {
            float* vector = Row(row);
            for (int step = 0; step < input.Length(row); step++, vector += stride)
            {
                nint place = (nint)row * input.Steps + step;
                if (source.Embedding is { } embedding)
                {
                    new Span<float>(embedding.Start + (nint)input.Symbols[place] * described.EmbeddingSize, described.EmbeddingSize)
                        .CopyTo(new Span<float>(vector, described.EmbeddingSize));
                }
                else if (described.SymbolCount > 0)
                {
                    vector[input.Symbols[place]] = 1;
                }

                new Span<float>(input.Values + place * described.ValueCount, described.ValueCount)
                    .CopyTo(new Span<float>(vector + described.SymbolSize, described.ValueCount));
            }
        }
    }

    /// <summary>Adds the gradients of a row's vectors to those of its embedding vectors.</summary>
    /// <param name="gradients">Gradients of the vectors, (steps, stride).</param>
    /// <param name="input">The input of the source.</param>
    /// <param name="row">The row.</param>
    /// <param name="sum">Receives them, (symbols, embedding).</param>
    public void AddToEmbedding(float* gradients, in SourceRows input, int row, float* sum)
    {
        int size = source.Source.EmbeddingSize;
        for (int step = 0; step < input.Length(row); step++)
        {
            VectorMath.AddScaled(gradients + (nint)step * stride, 1, sum + (nint)input.Symbols[(nint)row * input.Steps + step] * size, size);
        }
    }
}
