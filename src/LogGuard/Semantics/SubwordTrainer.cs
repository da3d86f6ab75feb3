using LogGuard.Neural;

namespace LogGuard.Semantics;

/// <summary>
/// Trains subword vectors by skip-gram with negative sampling, as fastText does: the mean v of a word's n-gram vectors predicts each
/// word c that stands near it, with vector u(c), against k words n drawn by the square root of their counts:
/// loss = -ln σ(u(c)·v) - Σ ln σ(-u(n)·v). The learning rate falls linearly.
/// </summary>
/// <remarks>
/// Differs from fastText in that a template is one sentence however often it is logged, and frequent words are not left out: templates
/// are few; and in that the mean of all vectors is taken from each of them at the end.
/// </remarks>
internal static class SubwordTrainer
{
    // The defaults of fastText.
    private const int Window = 5;
    private const int Negatives = 5;
    private const float FirstRate = 0.05f;

    private const int Epochs = 5;

    /// <summary>Most words that are trained on, some seconds; further templates only count for the weights.</summary>
    internal const int TokenLimit = 100_000;

    public static SubwordTable Train(IReadOnlyList<IReadOnlyList<string>> templates, int seed, CancellationToken cancellation)
    {
        var (ids, counts, grams) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<int>(), new List<int[]>());
        var (rowOf, sentences, tokens) = (new Dictionary<int, int>(), new List<int[]>(), 0);
        foreach (var words in templates)
        {
            if (tokens + words.Count > TokenLimit)
            {
                break;
            }

            if (Number(words) is { } sentence)
            {
                tokens += sentence.Length;
                sentences.Add(sentence);
            }
        }

        var input = new float[rowOf.Count * SubwordTable.Size];
        foreach (var (bucket, row) in rowOf)
        {
            SubwordTable.WriteInitial(seed, bucket, input.AsSpan(row * SubwordTable.Size, SubwordTable.Size));
        }

        if (tokens > 0 && ids.Count > 1)
        {
            new Run(input, [.. grams], NegativesOf(counts), ids.Count).Train(sentences, tokens, new SeededRandom(seed), cancellation);
        }

        Center(input);

        return new SubwordTable(seed, rowOf, input);

        // Null if the buckets find no room.
        int[]? Number(IReadOnlyList<string> words)
        {
            var sentence = new int[words.Count];
            for (var i = 0; i < words.Count; i++)
            {
                if (!ids.TryGetValue(words[i], out var id))
                {
                    var buckets = SubwordTable.BucketsOf(words[i]);
                    if (rowOf.Count + buckets.Count > SubwordTable.RowLimit)
                    {
                        return null;
                    }

                    ids.Add(words[i], id = ids.Count);
                    counts.Add(0);
                    grams.Add([.. buckets.Select(bucket => rowOf.TryGetValue(bucket, out var row) ? row : rowOf[bucket] = rowOf.Count)]);
                }

                counts[id]++;
                sentence[i] = id;
            }

            return sentence;
        }
    }

    // In a small corpus, all vectors drift the same way, and everything becomes alike. Their mean says nothing and is taken from each of
    // them (Mu and Viswanath, All-but-the-Top, ICLR 2018), which leaves those of untrained n-grams, whose mean is zero, as they are.
    private static void Center(float[] rows)
    {
        var (mean, count) = (new double[SubwordTable.Size], Math.Max(1, rows.Length / SubwordTable.Size));
        for (var i = 0; i < rows.Length; i++)
        {
            mean[i % SubwordTable.Size] += rows[i] / count;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)(Half)(rows[i] - mean[i % SubwordTable.Size]);
        }
    }

    // Words in proportion to the square roots of their counts.
    private static int[] NegativesOf(List<int> counts)
    {
        var table = new List<int>();
        for (var word = 0; word < counts.Count; word++)
        {
            for (var left = Math.Ceiling(Math.Sqrt(counts[word])); left > 0; left--)
            {
                table.Add(word);
            }
        }

        return [.. table];
    }

    private sealed class Run(float[] input, int[][] grams, int[] negatives, int wordCount)
    {
        private const int Size = SubwordTable.Size;

        private readonly float[] _output = new float[wordCount * Size];
        private readonly float[] _hidden = new float[Size];
        private readonly float[] _gradient = new float[Size];

        public void Train(List<int[]> sentences, int tokens, SeededRandom random, CancellationToken cancellation)
        {
            var (seen, all) = (0L, (long)tokens * Epochs);
            int[] order = [.. Enumerable.Range(0, sentences.Count)];
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                random.Shuffle(order);
                foreach (var number in order)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var sentence = sentences[number];
                    for (var i = 0; i < sentence.Length; i++, seen++)
                    {
                        var rate = FirstRate * (1 - seen / (float)all);
                        var reach = 1 + (int)random.NextPlace(Window);
                        for (var j = Math.Max(0, i - reach); j <= Math.Min(sentence.Length - 1, i + reach); j++)
                        {
                            if (j != i)
                            {
                                Step(grams[sentence[i]], sentence[j], rate, random);
                            }
                        }
                    }
                }
            }
        }

        private void Step(int[] rows, int target, float rate, SeededRandom random)
        {
            if (rows.Length == 0)
            {
                return;
            }

            Array.Clear(_hidden);
            Array.Clear(_gradient);
            foreach (var row in rows)
            {
                Add(input.AsSpan(row * Size, Size), 1f / rows.Length, _hidden);
            }

            Descend(target, 1, rate);
            for (var k = 0; k < Negatives; k++)
            {
                var other = negatives[random.NextPlace(negatives.Length)];
                if (other != target)
                {
                    Descend(other, 0, rate);
                }
            }

            // As fastText does: the gradient of the mean goes to each n-gram, divided by their number.
            foreach (var row in rows)
            {
                Add(_gradient, 1f / rows.Length, input.AsSpan(row * Size, Size));
            }
        }

        private void Descend(int word, int label, float rate)
        {
            var output = _output.AsSpan(word * Size, Size);
            var dot = 0f;
            for (var i = 0; i < Size; i++)
            {
                dot += output[i] * _hidden[i];
            }

            var step = rate * (label - 1 / (1 + MathF.Exp(-dot)));
            Add(output, step, _gradient);
            Add(_hidden, step, output);
        }

        private static void Add(ReadOnlySpan<float> from, float factor, Span<float> to)
        {
            for (var i = 0; i < Size; i++)
            {
                to[i] += factor * from[i];
            }
        }
    }
}
