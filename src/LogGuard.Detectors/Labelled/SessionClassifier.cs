using LogGuard.Neural;

namespace LogGuard.Detectors.Labelled;

/// <summary>A network with one source and two classes, normal and anomalous, that reads a whole session.</summary>
/// <param name="network">The network; its outputs are the probabilities of both classes.</param>
/// <param name="encoding">Turns a session into its input.</param>
internal sealed class SessionClassifier(INeuralNetwork network, ISessionEncoding encoding)
{
    /// <summary>Number of classes: normal and anomalous.</summary>
    public const int Classes = 2;

    private readonly float[] _outputs = new float[Classes];

    /// <summary>The network.</summary>
    public INeuralNetwork Network => network;

    /// <summary>The probability that a session is anomalous, 0..1.</summary>
    public float Judge(ReadOnlySpan<int> session)
    {
        network.Predict(BatchOf([session.ToArray()]), _outputs);
        return _outputs[1];
    }

    /// <summary>The batch of some sessions; short ones are padded with zeros.</summary>
    public NetworkBatch BatchOf(IReadOnlyList<int[]> sessions)
    {
        var lengths = new int[sessions.Count];
        for (var row = 0; row < lengths.Length; row++)
        {
            lengths[row] = encoding.StepsOf(sessions[row]);
        }

        var (steps, size) = (lengths.Max(), encoding.ValueCount);
        var symbols = new int[size == 0 ? sessions.Count * steps : 0]; // (rows, steps)
        var values = new float[sessions.Count * steps * size]; // (rows, steps, size)
        for (var row = 0; row < sessions.Count; row++)
        {
            encoding.Write(
                sessions[row], size == 0 ? symbols.AsSpan(row * steps, lengths[row]) : [], values.AsSpan(row * steps * size, lengths[row] * size));
        }

        return new NetworkBatch(new SourceBatch { StepCount = steps, Lengths = lengths, Symbols = symbols, Values = values }) { RowCount = sessions.Count };
    }
}
