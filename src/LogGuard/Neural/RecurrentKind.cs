namespace LogGuard.Neural;

/// <summary>Which cell a recurrent layer is made of.</summary>
internal enum RecurrentKind
{
    /// <summary>Long short-term memory, as torch.nn.LSTM.</summary>
    Lstm,

    /// <summary>Gated recurrent unit, as torch.nn.GRU.</summary>
    Gru,
}
