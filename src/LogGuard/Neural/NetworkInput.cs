namespace LogGuard.Neural;

/// <summary>The vector that stands for a symbol at the input of a network.</summary>
public enum NetworkInput
{
    /// <summary>A unit vector (DeepLog, section 3.1).</summary>
    OneHot,

    /// <summary>A learnt vector, as torch.nn.Embedding.</summary>
    Embedding,
}
