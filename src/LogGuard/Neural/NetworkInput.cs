namespace LogGuard.Neural;

/// <summary>How symbols enter a network.</summary>
internal enum NetworkInput
{
    /// <summary>Each symbol is a unit vector (DeepLog, section 3.1).</summary>
    OneHot,

    /// <summary>Each symbol is a learnt vector.</summary>
    Embedding,
}
