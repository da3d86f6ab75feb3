namespace LogGuard.Detectors;

/// <summary>The recurrent network of <see cref="AutoTrainer"/>.</summary>
public enum AutoKind
{
    /// <summary>Long short-term memory: Auto-LSTM.</summary>
    Lstm,

    /// <summary>Long short-term memory in both directions: Auto-BLSTM.</summary>
    Blstm,

    /// <summary>Gated recurrent unit: Auto-GRU.</summary>
    Gru,
}
