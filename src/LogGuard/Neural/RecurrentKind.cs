namespace LogGuard.Neural;

/// <summary>The cell of a recurrent layer.</summary>
public enum RecurrentKind
{
    /// <summary>Long short-term memory, as torch.nn.LSTM.</summary>
    Lstm,

    /// <summary>Gated recurrent unit, as torch.nn.GRU.</summary>
    Gru,
}
